namespace Failfast.Tests.Storage.Conformance;

[Collection(SharedAzuriteTests.Name)]
public sealed class AzuriteConformanceTests(SharedAzurite azurite) : StorageConformance
{
    protected override Task<Action<ISiloBuilder>> Provide() => Task.FromResult<Action<ISiloBuilder>>(
        silo => silo.AddTables(azurite.Server.ConnectionString, azurite.NewTable()));

    protected override Task End() => Task.CompletedTask;
}
