using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Failfast.Tests.Architecture.Offenders;

// One offence each: the scanner must find every one of them.
#pragma warning disable RS0030, CA1822, CA1848, CA2254, IDE0051, CS0649, CA5394, CA1823

internal sealed class ReadsUtcNow { public DateTime Now() => DateTime.UtcNow; }

internal sealed class ReadsOffsetNow { public DateTimeOffset Now() => DateTimeOffset.Now; }

internal sealed class TakesTimeProvider { public bool Has(TimeProvider? time) => time is not null; }

internal sealed class ReadsStopwatch { public long Now() => Stopwatch.GetTimestamp(); }

internal sealed class ReadsTickCount { public long Now() => Environment.TickCount64; }

internal sealed class ReadsClockInLambda { public Func<int, long> Now() => by => Environment.TickCount + by; }

internal sealed class ReadsClockInIterator
{
    public IEnumerable<DateTime> Nows()
    {
        yield return DateTime.Now;
    }
}

internal sealed class Awaits { public async Task<int> Later(Task<int> soon) => await soon + 1; }

internal sealed class Locks
{
    private readonly Lock _gate = new();

    public int Get()
    {
        lock (_gate)
            return 1;
    }
}

internal sealed class LocksObject
{
    public int Get()
    {
        lock (this)
            return 1;
    }
}

internal sealed class HasTimerField { public Timer? Timer; }

internal sealed class Logs { public void Log(ILogger logger) => logger.LogInformation("x"); }

internal sealed class CallsOrleans { public object Get(IGrainFactory grains) => grains.GetGrain<IBreakerGrain>("x"); }

internal sealed class IsChancy { public Guid Next() => Guid.NewGuid(); }

internal sealed class ReadsFiles { public string Read() => File.ReadAllText("x"); }
