using Spectre.Console.Cli;

namespace Failfast.Demo;

/// <summary>Parses the command line and runs the demo.</summary>
internal static class DemoApp
{
    private const int Failed = 1;
    private const int BadCommandLine = 2;

    private static readonly string s_hint =
        $"The options are --hosts N ({DemoOptions.MinHosts} to {DemoOptions.MaxHosts}), "
        + $"--seconds N ({DemoOptions.MinSeconds} to {DemoOptions.MaxSeconds}) and --json; --help explains them.";

    /// <param name="arguments">The command line.</param>
    /// <param name="run">Runs the demo and returns its exit code.</param>
    /// <param name="errors">Receives errors in the command line.</param>
    public static Task<int> Run(IReadOnlyList<string> arguments, Func<DemoOptions, Task<int>> run, TextWriter errors)
    {
        var app = new CommandApp<DemoCommand>();
        app.Configure(configuration =>
        {
            configuration.SetApplicationName("Failfast.Demo");
            configuration.UseStrictParsing();
            configuration.TrimTrailingPeriods(false);
            configuration.Settings.Registrar.RegisterInstance(run);
            configuration.SetExceptionHandler((exception, _) => Explain(exception, errors));
        });
        return app.RunAsync(arguments);
    }

    private static int Explain(Exception exception, TextWriter errors)
    {
        if (exception is CommandAppException)
        {
            errors.WriteLine($"{exception.Message}\n{s_hint}");
            return BadCommandLine;
        }

        errors.WriteLine($"The demo failed: {exception}");
        return Failed;
    }
}
