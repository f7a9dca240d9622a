namespace Failfast.Tests.Integration.Chaos;

/// <summary>The rows, written as they come to the file that <c>tests/chaos.sh</c> names; nowhere if there is none.</summary>
internal sealed class ChaosTable : IAsyncDisposable
{
    private readonly StreamWriter? _file = Environment.GetEnvironmentVariable("FAILFAST_CHAOS_TABLE") is { Length: > 0 } path
        ? new StreamWriter(path) { AutoFlush = true }
        : null;

    /// <summary>A part of a fault's name runs those alone that contain it.</summary>
    public static bool IsAskedFor(string fault) =>
        Environment.GetEnvironmentVariable("FAILFAST_CHAOS_ONLY") is not { } part || fault.Contains(part, StringComparison.OrdinalIgnoreCase);

    public async Task Head()
    {
        if (_file is not null)
            await _file.WriteLineAsync(ChaosRow.Head);
    }

    public async Task Write(ChaosRow row)
    {
        if (_file is not null)
            await _file.WriteLineAsync($"{row}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
            await _file.DisposeAsync();
    }
}
