using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failfast.Benchmarks;

/// <summary>
/// Runs every case in a process with a real silo with Failfast, so that its background work slows Polly and the bare delegate too. The
/// loops await each call, as a caller would; every call gets the same cancellable token.
/// </summary>
public abstract class BreakerBenchmark : IDisposable
{
    /// <summary>Calls in one measured invocation, so that the harness's own cost does not show.</summary>
    protected const int Calls = 1_000;

    private readonly CancellationTokenSource _source = new();
    private IHost? _silo;

    protected CancellationToken Token => _source.Token;

    protected IGrainFactory Grains { get; private set; } = null!;

    [GlobalSetup]
    public async Task Start()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(Ports.Free(), Ports.Free())
            .AddMemoryGrainStorage("failfast")
            .AddFailfast(Breakers.Configure));
        _silo = builder.Build();
        await _silo.StartAsync();
        Grains = _silo.Services.GetRequiredService<IGrainFactory>();
        await Prepare();
    }

    [GlobalCleanup]
    public async Task Stop() => await _silo!.StopAsync();

    public void Dispose()
    {
        _silo?.Dispose();
        _source.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task Prepare();
}
