using Spectre.Console;

namespace Failfast.Demo;

/// <summary>The console of the demo.</summary>
internal static class DemoConsole
{
    // Spectre assumes a width of 80 for a pipe, which would wrap the lines with a reason.
    private const int PipeWidth = 160;

    public static IAnsiConsole Create()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = PipeWidth;
            // Some build servers are detected as interactive, but their output can't be updated.
            console.Profile.Capabilities.Interactive = false;
        }

        return console;
    }
}
