namespace Failfast.Tests.Storage.Conformance;

public sealed class MemoryConformanceTests : StorageConformance
{
    protected override Task<Action<ISiloBuilder>> Provide() =>
        Task.FromResult<Action<ISiloBuilder>>(silo => silo.AddMemoryGrainStorage("failfast"));

    protected override Task End() => Task.CompletedTask;
}
