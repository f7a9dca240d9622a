using System.Net;
using Failfast.Hosting;
using Failfast.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Failfast.Tests.Storage;

/// <summary>The provider for breakers can't keep a silo from starting; every other one can, as ever.</summary>
public sealed class PatientLifecycleTests
{
    private static readonly GrainId s_grain = GrainId.Create("t", "x");

    private readonly FakeTimeProvider _time = new();
    private readonly LogLines _log = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OnStart_provider_of_breakers_refused_starts_without_and_goes_on_trying(bool registeredFirst)
    {
        var provider = new Provider { Failure = new IOException("refused") };
        var services = Services(registeredFirst, ("failfast", provider));

        await Start(services);

        var error = await Assert.ThrowsAsync<IOException>(() => Read(services));
        Assert.Equal("the grain storage 'failfast' has not started: IOException: refused", error.Message);
        Assert.Single(_log.All, line => line.Contains("has not started: IOException: refused", StringComparison.Ordinal));
        provider.Failure = null;
        await Eventually.Is(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return await Record.ExceptionAsync(() => Read(services)) is null;
        });
        Assert.Equal(1, provider.Started);
    }

    [Fact]
    public async Task OnStart_provider_of_breakers_silent_is_waited_for_ten_seconds()
    {
        var answer = new TaskCompletionSource();
        var provider = new Provider { Delay = answer.Task };
        var services = Services(false, ("failfast", provider));

        var starting = Start(services);
        await Eventually.Is(() => provider.Tries == 1);
        _time.Advance(PatientObserver.Budget - TimeSpan.FromMilliseconds(1));
        Assert.False(starting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await starting;

        Assert.Contains("no answer yet", (await Assert.ThrowsAsync<IOException>(() => Read(services))).Message, StringComparison.Ordinal);
        answer.SetResult();
        await Eventually.Is(async () => await Record.ExceptionAsync(() => Read(services)) is null);
        Assert.Equal(1, provider.Tries);
    }

    [Fact]
    public async Task OnStart_provider_that_blocks_its_thread_holds_up_nothing()
    {
        using var go = new ManualResetEventSlim();
        var services = Services(false, ("failfast", new Provider { Blocks = go }));

        var starting = Start(services);
        await Eventually.Is(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return starting.IsCompleted;
        });
        go.Set();
        await Eventually.Is(async () => await Record.ExceptionAsync(() => Read(services)) is null);
    }

    [Fact]
    public async Task OnStart_other_provider_fails_as_ever()
    {
        var services = Services(false, ("Default", new Provider { Failure = new IOException("refused") }), ("failfast", new Provider()));

        Assert.Equal("refused", (await Assert.ThrowsAsync<IOException>(() => Start(services))).Message);
    }

    [Fact]
    public async Task OnStart_subscriptions_that_can_not_be_told_apart_start_as_ever()
    {
        var services = Services(
            false, ("Default", new Provider { SubscribesAs = "same" }), ("failfast", new Provider { SubscribesAs = "same", Failure = new IOException("refused") }));

        Assert.Equal("refused", (await Assert.ThrowsAsync<IOException>(() => Start(services))).Message);
    }

    [Fact]
    public async Task OnStop_provider_that_has_not_started_is_stopped_and_tried_no_more()
    {
        var provider = new Provider { Failure = new IOException("refused") };
        var services = Services(false, ("failfast", provider));
        await Start(services);

        await services.GetRequiredService<SiloLifecycleSubject>().OnStop();

        Assert.Equal(1, provider.Stopped);
        var tries = provider.Tries;
        _time.Advance(TimeSpan.FromHours(1));
        Assert.InRange(provider.Tries, tries, tries + 1);
    }

    [Fact]
    public async Task Subscribe_disposed_before_the_start_takes_no_part()
    {
        var services = Services(false);
        var subject = services.GetRequiredService<SiloLifecycleSubject>();
        var started = 0;
        subject.Subscribe("one", 1, _ => Task.FromResult(started++)).Dispose();
        subject.Subscribe("two", 2, _ => Task.FromResult(started++));

        await Start(services);

        Assert.Equal((1, 2), (started, subject.HighestCompletedStage));
    }

    // As a silo does it.
    private static Task Start(ServiceProvider services)
    {
        var subject = services.GetRequiredService<SiloLifecycleSubject>();
        Assert.IsType<PatientLifecycle>(subject);
        foreach (var participant in services.GetServices<ILifecycleParticipant<ISiloLifecycle>>())
            participant.Participate(subject);
        return subject.OnStart();
    }

    private static Task Read(ServiceProvider services) =>
        services.GetRequiredService<BreakerStorageSource>().Provider!.ReadStateAsync("breaker", s_grain, new GrainState<string>());

    private ServiceProvider Services(bool registeredFirst, params (string Name, Provider Provider)[] providers)
    {
        var services = new ServiceCollection();
        services.AddSingleton<SiloLifecycleSubject>();
        services.AddSingleton<ILocalSiloDetails, Silo>();
        services.AddSingleton<TimeProvider>(_time);
        services.AddLogging(log => log.AddProvider(_log));
        services.AddSingleton<BreakerStorageSource>();
        if (!registeredFirst)
            services.AddPatientStorageStart();
        foreach (var (name, provider) in providers)
            services.AddGrainStorage(name, (_, key) => provider.Named(key));
        services.AddPatientStorageStart();
        return services.BuildServiceProvider();
    }

    private sealed class Provider : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
    {
        private string _name = "";
        private int _tries;
        private int _started;

        public string? SubscribesAs { get; init; }

        public Exception? Failure { get; set; }

        public Task Delay { get; init; } = Task.CompletedTask;

        public ManualResetEventSlim? Blocks { get; init; }

        public int Tries => _tries;

        public int Started => _started;

        public int Stopped { get; private set; }

        public Provider Named(string name)
        {
            _name = name;
            return this;
        }

        public void Participate(ISiloLifecycle observer) => observer.Subscribe(
            SubscribesAs ?? $"Provider-{_name}",
            ServiceLifecycleStage.ApplicationServices,
            async _ =>
            {
                Interlocked.Increment(ref _tries);
                Blocks?.Wait(CancellationToken.None);
                await Delay;
                if (Failure is { } failure)
                    throw failure;
                Interlocked.Increment(ref _started);
            },
            _ => Task.FromResult(Stopped++));

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;
    }

    private sealed class Silo : ILocalSiloDetails
    {
        public string Name => "silo";

        public string ClusterId => "cluster";

        public string DnsHostName => "localhost";

        public SiloAddress SiloAddress { get; } = SiloAddress.New(IPAddress.Loopback, 1, 1);

        public SiloAddress GatewayAddress => SiloAddress;
    }
}
