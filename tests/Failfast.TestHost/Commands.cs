using System.Globalization;

namespace Failfast.TestHost;

/// <summary>
/// Each is a line <c>COMMAND BREAKER</c>: guarded calls (<c>succeed</c>, <c>fail</c>, <c>cancel</c>, <c>hang</c> and <c>release</c>);
/// what this host sees (<c>state</c>, <c>watch</c>); what the grain says (<c>status</c>, <c>counted</c>, <c>configured</c>,
/// <c>home</c>); operators' words (<c>isolate</c>, <c>disable</c>, <c>close</c>, <c>configure BREAKER [SECONDS]</c>, the length of a break);
/// steady calls (<c>load BREAKER URL PER_SECOND</c>, and <c>tally</c> for how they ended); thousands of breakers (<c>succeed-all PREFIX COUNT</c>,
/// <c>fail-all PREFIX COUNT TIMES</c>, <c>count PREFIX COUNT STATE</c>); <c>memory</c> and <c>messages</c> of this process.
/// </summary>
internal sealed class Commands(IGrainFactory grains)
{
    private readonly GuardedCalls _calls = new();
    private MessageCounts? _messages;
    private Load? _load;

    public async Task Run(TextReader input, TextWriter output)
    {
        while (await input.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            await output.WriteLineAsync(await Answer(words, grains.GetGrain<IBreakerGrain>(words[1])));
            await output.FlushAsync();
        }
    }

    private async Task<string> Answer(string[] words, IBreakerGrain breaker)
    {
        try
        {
            return words[0] switch
            {
                "succeed" => await GuardedCalls.Succeed(breaker),
                "fail" => await GuardedCalls.Fail(breaker),
                "cancel" => await GuardedCalls.Cancel(breaker),
                "hang" => await _calls.Hang(breaker, words[1]),
                "release" => await _calls.Release(words[1]),
                "state" => State(breaker.Snapshot),
                "watch" => Watch(breaker),
                "status" => Status(await breaker.GetStatus()),
                "counted" => Counted(await breaker.GetStatus()),
                "configured" => Text($"{(await breaker.GetStatus()).Snapshot.Settings.BreakDuration.TotalSeconds}"),
                "home" => await Home(breaker),
                "isolate" => (await breaker.Isolate("by-the-test")).Durability.ToString(),
                "disable" => (await breaker.Disable()).Durability.ToString(),
                "close" => (await breaker.Close()).Durability.ToString(),
                "load" => Run(new Load(breaker, new Uri(words[2])), int.Parse(words[3], CultureInfo.InvariantCulture)),
                "tally" => _load!.Take(),
                "succeed-all" => await Names(words).Call(succeeds: true, times: 1),
                "fail-all" => await Names(words).Call(succeeds: false, int.Parse(words[3], CultureInfo.InvariantCulture)),
                "count" => Text($"{Names(words).Count(words[3])}"),
                "messages" => (_messages ??= new MessageCounts()).Now(),
                "memory" => ProcessMemory.Now(),
                "configure" => await Configure(breaker, words.Length > 2 ? double.Parse(words[2], CultureInfo.InvariantCulture) : 60),
                var other => $"unknown command {other}",
            };
        }
        catch (Exception error) when (error is TimeoutException or OrleansException)
        {
            // No grain for now, which a test may be waiting for to pass.
            return "none";
        }
    }

    private ManyNames Names(string[] words) => new(grains, words[1], int.Parse(words[2], CultureInfo.InvariantCulture));

    private string Run(Load load, int perSecond)
    {
        _load = load;
        _ = load.Run(perSecond);
        return "running";
    }

    private static string State(BreakerSnapshot now) =>
        Text($"{now.State} {now.Scope} {now.Generation} {now.RetryAfter?.TotalSeconds ?? -1:0.000}");

    private static string Status(BreakerStatus status) => Text(
        $"{status.Snapshot.State} {status.Durability} {status.Snapshot.Breaks} {status.Snapshot.RetryAfter?.TotalSeconds ?? -1:0.000}");

    /// <summary>Failures in a row, and probes that are out.</summary>
    private static string Counted(BreakerStatus status) => Text($"{status.ConsecutiveFailures} {status.Probes}");

    /// <summary>Keeps this host in touch with the grain, as traffic would that counts nothing.</summary>
    private static string Watch(IBreakerGrain breaker)
    {
        _ = Task.Run(async () =>
        {
            await foreach (var _ in breaker.Watch())
            {
            }
        });
        return "watching";
    }

    private static async Task<string> Configure(IBreakerGrain breaker, double seconds)
    {
        await breaker.Configure(new BreakerSettings
        {
            BreakDuration = TimeSpan.FromSeconds(seconds), MaxBreakDuration = TimeSpan.FromSeconds(Math.Max(60, seconds)), BreakDurationJitter = 0,
        });
        return "configured";
    }

    /// <summary>The port of the silo that the grain is on; "none" while the cluster doesn't know.</summary>
    private async Task<string> Home(IBreakerGrain breaker)
    {
        var home = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(breaker);
        return home is null ? "none" : Text($"{home.Endpoint.Port}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
