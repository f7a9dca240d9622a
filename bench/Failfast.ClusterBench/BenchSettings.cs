using System.ComponentModel;
using Spectre.Console.Cli;

namespace Failfast.ClusterBench;

/// <summary>The command line.</summary>
internal sealed class BenchSettings : CommandSettings
{
    [CommandOption("--quick")]
    [Description("Fewer and shorter rounds, and only what has a figure: about two minutes.")]
    public bool Quick { get; init; }

    [CommandOption("--only <SCENARIO>")]
    [Description("One scenario, by the name of its class, such as Storm. May be given several times.")]
    public string[] Only { get; init; } = [];

    [CommandOption("--output <FILE>")]
    [Description("Where the tables go, as markdown. Without it they are printed.")]
    public string? Output { get; init; }
}
