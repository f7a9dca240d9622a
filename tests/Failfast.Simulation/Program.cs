using System.Globalization;
using Failfast.Simulation;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var line = CommandLine.Parse(args);
if (line.Error is { } error)
{
    Console.Error.WriteLine($"{error}\n\n{CommandLine.Usage}");
    return 2;
}

return line.IsRange ? RangeCommand.Execute(line) : SeedCommand.Execute(line);
