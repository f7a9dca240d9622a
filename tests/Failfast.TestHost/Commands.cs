using System.Diagnostics;
using System.Globalization;

namespace Failfast.TestHost;

/// <summary>Answers <c>succeed NAME</c>, <c>fail NAME</c>, <c>state NAME</c>, <c>status NAME</c>, <c>home NAME</c>,
/// <c>isolate NAME</c>, <c>disable NAME</c>, <c>configure NAME [SECONDS]</c> (the length of a break, a minute if not said) and
/// <c>configured NAME</c>.</summary>
internal sealed class Commands(IGrainFactory grains)
{
    public async Task Run(TextReader input, TextWriter output)
    {
        while (await input.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            await output.WriteLineAsync(await Answer(words[0], grains.GetGrain<IBreakerGrain>(words[1]), words));
            await output.FlushAsync();
        }
    }

    private async Task<string> Answer(string command, IBreakerGrain breaker, string[] words)
    {
        switch (command)
        {
            case "succeed":
                return await Guarded(breaker, _ => Task.FromResult(1));
            case "fail":
                return await Guarded(breaker, _ => Task.FromException<int>(new TimeoutException()));
            case "configure":
                var seconds = words.Length > 2 ? double.Parse(words[2], CultureInfo.InvariantCulture) : 60;
                await breaker.Configure(new BreakerSettings
                {
                    BreakDuration = TimeSpan.FromSeconds(seconds), MaxBreakDuration = TimeSpan.FromSeconds(60), BreakDurationJitter = 0,
                });
                return "configured";
            case "isolate":
                return (await breaker.Isolate("by-the-test")).Durability.ToString();
            case "disable":
                return (await breaker.Disable()).Durability.ToString();
            case "status":
                var status = await breaker.GetStatus();
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{status.Snapshot.State} {status.Durability} {status.Snapshot.Breaks} {status.Snapshot.RetryAfter?.TotalSeconds ?? -1:0.000}");
            case "configured":
                return (await breaker.GetStatus()).Snapshot.Settings.BreakDuration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            case "home":
                return await Home(breaker);
            case "state":
                var now = breaker.Snapshot;
                return string.Create(
                    CultureInfo.InvariantCulture, $"{now.State} {now.Scope} {now.Generation} {now.RetryAfter?.TotalSeconds ?? -1:0.000}");
            default:
                return $"unknown command {command}";
        }
    }

    /// <summary>The port of the silo that the grain is on; "none" while the cluster doesn't know.</summary>
    private async Task<string> Home(IBreakerGrain breaker)
    {
        try
        {
            var home = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(breaker);
            return home?.Endpoint.Port.ToString(CultureInfo.InvariantCulture) ?? "none";
        }
        catch (Exception error) when (error is TimeoutException or OrleansException)
        {
            return "none";
        }
    }

    /// <summary>How the call ended and how many milliseconds it took.</summary>
    private static async Task<string> Guarded(IBreakerGrain breaker, Func<CancellationToken, Task<int>> call)
    {
        var watch = Stopwatch.StartNew();
        var outcome = await breaker.TryGuard(call);
        var what = outcome.IsRejected ? "rejected" : outcome.IsSuccess ? "succeeded" : "failed";
        return string.Create(CultureInfo.InvariantCulture, $"{what} {watch.Elapsed.TotalMilliseconds:0.000}");
    }
}
