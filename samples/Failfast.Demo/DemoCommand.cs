using System.ComponentModel;
using Spectre.Console.Cli;

namespace Failfast.Demo;

/// <summary>The only command.</summary>
[Description("Shows what a circuit breaker does for a service whose dependency turns slow.")]
internal sealed class DemoCommand(Func<DemoOptions, Task<int>> run) : AsyncCommand<DemoSettings>
{
    public override Task<int> ExecuteAsync(CommandContext context, DemoSettings settings, CancellationToken cancellationToken) =>
        run(settings.Options);
}
