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
    // One for all cases that run in this process: it takes longer to start and to stop than a short case to run.
    private static readonly Lazy<Task<IHost>> s_silo = new(StartSilo);

    /// <summary>Calls in one measured invocation, so that the harness's own cost does not show.</summary>
    protected const int Calls = 1_000;

    private readonly CancellationTokenSource _source = new();

    protected CancellationToken Token => _source.Token;

    protected IGrainFactory Grains { get; private set; } = null!;

    [GlobalSetup]
    public async Task Start()
    {
        Grains = (await s_silo.Value).Services.GetRequiredService<IGrainFactory>();
        await Prepare();
    }

    public void Dispose()
    {
        _source.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task Prepare();

    // It ends with the process.
    private static async Task<IHost> StartSilo()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(Ports.Free(), Ports.Free())
            .AddMemoryGrainStorage("failfast")
            .AddFailfast(Breakers.Configure));
        var silo = builder.Build();
        await silo.StartAsync();
        return silo;
    }
}
