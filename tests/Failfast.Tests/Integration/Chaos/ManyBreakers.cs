using System.Diagnostics;
using System.Globalization;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>Thousands of breakers, while the load on another goes on.</summary>
internal static class ManyBreakers
{
    public static Scenario ColdStart(int count) => new($"{count} names met at once by a new client", async run =>
    {
        await run.Calm();
        var client = run.Cluster.Clients[0];
        await client.Process.Ask("messages now");
        var watch = Stopwatch.StartNew();
        var ends = await client.Process.Ask($"succeed-all cold {count}");
        run.Row.Note += $"of {count} first calls {ends[0]} succeeded, the longest delay was {double.Parse(ends[3], CultureInfo.InvariantCulture):0} ms";
        Assert.True(ends[0] == $"{count}", $"First calls ended as {string.Join(' ', ends)}");
        await ChaosRun.Until(async () => (await client.Process.Ask($"count cold {count} Closed"))[0] == $"{count}", "all names are known");
        run.Row.Agreement = watch.Elapsed;
        run.Row.Note += $", {(await client.Process.Ask("messages now"))[1]} messages were not answered in time";
        await run.Account(mayReject: false);
    });

    public static Scenario AtOnce(int count) => new($"{count} breakers trip at once", async run =>
    {
        await run.Calm();
        var prefix = $"storm{count}";
        foreach (var host in run.Cluster.Live)
            await host.Process.Ask($"succeed-all {prefix} {count}");
        await AllAre("Closed");
        await run.Account(mayReject: false);
        var watch = Stopwatch.StartNew();
        await AskAll($"fail-all {prefix} {count} 5");
        var failed = watch.Elapsed;
        // Callers go on, as in an outage: a host that nobody asks has no need to know.
        await AllAre("Tripped", meanwhile: $"fail-all {prefix} {count} 1");
        run.Row.Agreement = watch.Elapsed;
        run.Row.Note += string.Create(CultureInfo.InvariantCulture, $"agreement with {failed.TotalSeconds:0.0} s of failing calls in it");
        await run.Account(mayReject: false);

        Task<string[][]> AskAll(string command) => Task.WhenAll(run.Cluster.Live.Select(host => host.Process.Ask(command)));

        Task AllAre(string state, string? meanwhile = null) => ChaosRun.Until(
            async () =>
            {
                if (meanwhile is not null)
                    await AskAll(meanwhile);
                return (await AskAll($"count {prefix} {count} {state}")).All(answer => answer[0] == $"{count}");
            },
            $"{count} breakers are {state} everywhere");
    });
}
