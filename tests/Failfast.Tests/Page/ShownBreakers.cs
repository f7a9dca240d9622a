using System.Diagnostics;

namespace Failfast.Tests.Page;

/// <summary>Breakers in every state, as a shop has them on a bad day.</summary>
internal sealed class ShownBreakers(IGrainFactory grains, string prefix)
{
    private static readonly string[] s_well =
        ["search", "catalog", "shipping-rates", "tax", "reviews", "mail-receipts", "mail-newsletter", "fraud-check", "images", "loyalty:points"];

    public string Prefix => prefix;

    public string Open => $"{prefix}payments";

    public static int Count => s_well.Length + 5;

    public async Task Prepare()
    {
        foreach (var name in s_well)
            await Calls($"{prefix}{name}", 8 + name.Length, 0);
        await grains.GetBreaker($"{prefix}warehouse@berlin").Isolate("Moving to the new data centre until 14:00; orders are queued.");
        await grains.GetBreaker($"{prefix}recommendations").Disable();
        await Calls($"{prefix}invoices", 30, 3);
        var inventory = grains.GetBreaker($"{prefix}inventory");
        await inventory.Configure((await inventory.GetStatus()).Snapshot.Settings with { BreakDuration = TimeSpan.FromMilliseconds(10), BreakDurationJitter = 0 });
        await inventory.Fail(times: 5);
        var payments = grains.GetBreaker(Open);
        await payments.Configure((await payments.GetStatus()).Snapshot.Settings with { ConsecutiveFailures = 8 });
        await Calls(Open, 40, 0);
        await payments.Fail(times: 8);
        await Eventually.Is(async () => (await payments.GetStatus()).Snapshot.State == BreakerState.Open);
    }

    /// <summary>Something happens to the open one, so that its chart has something to show.</summary>
    public async Task Play(TimeSpan time)
    {
        if (time == TimeSpan.Zero)
            return;
        var payments = grains.GetBreaker(Open);
        await payments.Close();
        var watch = Stopwatch.StartNew();
        for (var i = 0; watch.Elapsed < time; i++)
        {
            var isBad = watch.Elapsed > time * .55;
            await Calls(Open, 6 + (i % 5), isBad ? 3 + (i % 4) : i % 9 == 0 ? 1 : 0);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        await Eventually.Is(async () =>
        {
            await Calls(Open, 0, 8);
            return (await payments.GetStatus()).Snapshot.State == BreakerState.Open;
        });
        await Task.Delay(TimeSpan.FromSeconds(6), TimeProvider.System);
    }

    private async Task Calls(string name, int good, int bad)
    {
        var breaker = grains.GetBreaker(name);
        for (var i = 0; i < bad; i++)
            await breaker.TryGuard(_ => ValueTask.FromException<int>(new HttpRequestException("502")));
        for (var i = 0; i < good; i++)
            await breaker.TryGuard(_ => ValueTask.FromResult(1));
    }
}
