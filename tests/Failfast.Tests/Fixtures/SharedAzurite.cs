namespace Failfast.Tests.Fixtures;

/// <summary>An emulator that many tests share, each with a table of its own.</summary>
public sealed class SharedAzurite : IAsyncLifetime
{
    private AzuriteServer? _server;
    private int _tables;

    public AzuriteServer Server => _server!;

    /// <summary>No name is the beginning of another's, so that requests can be told apart.</summary>
    public string NewTable() => $"Test{Interlocked.Increment(ref _tables):0000}";

    public async Task InitializeAsync() => _server = await AzuriteServer.Start();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class SharedAzuriteTests : ICollectionFixture<SharedAzurite>
{
    public const string Name = "shared azurite";
}
