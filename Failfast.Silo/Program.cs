using Failfast.Silo;
using Failfast.Silo.Demo;

var line = CommandLine.Parse(args);
if (line.Error is { } error)
{
    await Console.Error.WriteLineAsync($"{error}\n\n{CommandLine.Usage}");
    return 2;
}

switch (line.Mode)
{
    case RunMode.Help:
        Console.WriteLine(CommandLine.Usage);
        return 0;
    case RunMode.CheckHealth:
        return await HealthCheck.Run(line.HealthUrl);
    case RunMode.Demo:
        return await DemoCommand.Run(line.Demo, TimeProvider.System);
    case RunMode.DemoChild:
        return await DemoChild.Run(line.Configuration, TimeProvider.System);
    default:
        return await PlainHost.Run(line.Configuration);
}
