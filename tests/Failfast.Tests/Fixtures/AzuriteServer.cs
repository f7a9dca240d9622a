using System.Diagnostics;

namespace Failfast.Tests.Fixtures;

/// <summary>A real Azurite table service on a free loopback port, for as long as the object lives. It keeps its data on disk.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    // The emulator's own, the same everywhere.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("azurite-");
    private readonly string _script;
    private Process? _process;

    /// <summary>Not started yet: <see cref="Run"/> does.</summary>
    public AzuriteServer(string script) => _script = script;

    public int Port { get; } = FreePort.Next();

    public string ConnectionString => ConnectionTo(Port);

    private string LogFile => Path.Combine(_folder.FullName, "requests.log");

    public static string ConnectionTo(int port) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint=http://127.0.0.1:{port}/{Account};";

    public static async Task<AzuriteServer> Start()
    {
        var server = new AzuriteServer(await Npm.Azurite);
        await server.Run();
        return server;
    }

    /// <summary>On the same port and the same data as before.</summary>
    public async Task Run()
    {
        var start = new ProcessStartInfo("node",
        [
            _script, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--tableHost", "127.0.0.1", "--tablePort", $"{Port}",
            "--location", _folder.FullName, "--debug", LogFile,
        ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        _process = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.Is(
            () => RedisServer.IsListening(Port), () => $"Azurite does not listen; it has ended: {process.HasExited}", TimeSpan.FromSeconds(60));
    }

    /// <summary>Waits until all that was written before the call is on disk: the emulator saves every few seconds.</summary>
    public async Task Saved()
    {
        var table = $"Saved{Guid.NewGuid():N}";
        await new Azure.Data.Tables.TableServiceClient(ConnectionString).CreateTableAsync(table);
        await Eventually.Is(() => _folder.EnumerateFiles("*.json").Any(file => Text(file.FullName).Contains(table, StringComparison.Ordinal)));
    }

    /// <summary>As SIGSTOP: connections are taken, and nothing is answered until <see cref="Resume"/>.</summary>
    public Task Freeze() => Signals.Send(_process!, "STOP");

    public Task Resume() => Signals.Send(_process!, "CONT");

    /// <summary>As <c>kill -9</c>; <see cref="Run"/> starts it again.</summary>
    public async Task Kill()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>The requests that the emulator itself has logged for a table, as <c>METHOD URL</c>, oldest first.</summary>
    public IReadOnlyList<string> Requests(string table)
    {
        return [.. Text(LogFile).Split('\n').Select(Request).OfType<string>().Where(request => Concerns(request, table))];
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _folder.Delete(recursive: true);
    }

    // Somebody else is writing it.
    private static string Text(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    private static string? Request(string line)
    {
        const string method = "RequestMethod=", url = "RequestURL=", end = " RequestHeaders:";
        if (line.IndexOf(method, StringComparison.Ordinal) is var from && from < 0)
            return null;
        var request = line[(from + method.Length)..];
        return request[..request.IndexOf(end, StringComparison.Ordinal)].Replace(url, "", StringComparison.Ordinal);
    }

    private static bool Concerns(string request, string table) =>
        request.Contains($"/{table}", StringComparison.OrdinalIgnoreCase);
}
