using Failfast.ClusterBench;
using Failfast.ClusterBench.Processes;
using Spectre.Console.Cli;

if (args is [ChildProcess.Mark, .. var place])
    return await ChildProgram.Run(place);
var app = new CommandApp<BenchCommand>();
app.Configure(configuration =>
{
    configuration.SetApplicationName("Failfast.ClusterBench");
    configuration.UseStrictParsing();
});
return await app.RunAsync(args);
