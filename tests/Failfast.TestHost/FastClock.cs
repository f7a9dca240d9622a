namespace Failfast.TestHost;

/// <summary>The wall clock is set wrong; the monotonic one, and timers, run as they should.</summary>
internal sealed class FastClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
