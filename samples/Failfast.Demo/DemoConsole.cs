using Spectre.Console;

namespace Failfast.Demo;

/// <summary>The console of the demo.</summary>
internal static class DemoConsole
{
    // Spectre's guess for a pipe, 80, would break the lines that name a reason.
    private const int PipeWidth = 160;

    public static IAnsiConsole Create()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = PipeWidth;
            // Some build servers count as interactive though nothing moves there.
            console.Profile.Capabilities.Interactive = false;
        }

        return console;
    }
}
