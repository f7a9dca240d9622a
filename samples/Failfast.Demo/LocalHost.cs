using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Failfast.Demo;

/// <summary>A host of the demo in this process: a silo, and the two groups of workers.</summary>
internal sealed class LocalHost : IDemoHost
{
    private const int TicksPerSecond = 4;
    private readonly IHost _silo;
    private readonly TimeProvider _time;

    private LocalHost(IHost silo, TimeProvider time) => (_silo, _time) = (silo, time);

    public IGrainFactory Grains => _silo.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Ends with Ctrl+C or SIGTERM.</summary>
    public CancellationToken Stopping => _silo.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Starts the silo. Only <paramref name="place"/> configures it, so that the demo is the same everywhere.</summary>
    public static async Task<LocalHost> Start(IEnumerable<KeyValuePair<string, string?>> place, TimeProvider time)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(place);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.UseOrleans(silo => silo.AddFailfast(failfast =>
            failfast.Breakers[DemoPlan.Breaker] = failfast.Breakers[DemoPlan.RehearsalBreaker] = DemoPlan.Settings));
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch (Exception exception)
        {
            host.Dispose();
            throw new DemoException($"{builder.Configuration["Failfast:HostName"]} could not start its silo: {exception.Message}");
        }

        return new LocalHost(host, time);
    }

    public async Task<HostResult> Run(StartOrder order, Action<HostMessage> said, CancellationToken cancellationToken)
    {
        var breaker = Grains.GetBreaker(order.Breaker);
        using var guardedClient = new PaymentClient(order.Service, breaker);
        using var bareClient = new PaymentClient(order.Service, null);
        var clock = new RunClock(_time, order.Origin);
        var length = TimeSpan.FromSeconds(order.Seconds);
        var guarded = new WorkerGroup(clock, guardedClient.Pay);
        var bare = new WorkerGroup(clock, bareClient.Pay);
        var watch = new BreakerWatch(breaker, clock, turn => said(new HostMessage { Turn = turn }));
        await clock.Until(TimeSpan.Zero, cancellationToken);

        var guardedRun = guarded.Run(length, cancellationToken);
        var bareRun = bare.Run(length, cancellationToken);
        var watchRun = watch.Run(length, cancellationToken);
        for (var tick = 1; tick <= order.Seconds * TicksPerSecond; tick++)
        {
            await clock.Until(TimeSpan.FromSeconds((double)tick / TicksPerSecond), cancellationToken);
            said(new HostMessage { Tick = new HostTick(breaker.State, guarded.Tick(), bare.Tick()) });
        }

        await Task.WhenAll(guardedRun, bareRun, watchRun);
        return new HostResult(await guardedRun, await bareRun, watch.Turns, watch.Lag.Share);
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.StopAsync();
        _silo.Dispose();
    }
}
