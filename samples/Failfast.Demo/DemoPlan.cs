namespace Failfast.Demo;

/// <summary>All parameters of the demo. Both groups share them; the breaker is the only difference.</summary>
internal static class DemoPlan
{
    public const string Breaker = "payments";

    /// <summary>The breaker of the rehearsals, a separate one so that they do not influence the run.</summary>
    public const string RehearsalBreaker = "rehearsal";

    /// <summary>The number of workers of one group on one host; each serves one request at a time.</summary>
    public const int Workers = 32;

    /// <summary>Requests per second for one group on one host.</summary>
    public const double ArrivalsPerSecond = 60;

    /// <summary>The most rehearsals before the run.</summary>
    public const int Rehearsals = 4;

    public const int RehearsalSeconds = 2;

    /// <summary>The largest share of the run that a host may spend waiting for a processor; beyond it the figures are not reliable.</summary>
    public const double MostLag = 0.02;

    /// <summary>A request answered later than this does not count as served: its sender is gone.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    /// <summary>A worker that waits for the service longer than this counts as stuck.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>HttpClient.Timeout. Its default of 100 s would be far worse for the bare group.</summary>
    public static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long the service takes when it is healthy.</summary>
    public static readonly TimeSpan HealthyLatency = TimeSpan.FromMilliseconds(20);

    /// <summary>The time before the end in which no more requests arrive, so that healthy ones are not cut off.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    /// <summary>If all requests of a rehearsal take less than this, everything is warmed up.</summary>
    public static readonly TimeSpan SteadyLatency = TimeSpan.FromMilliseconds(75);

    /// <summary>
    /// With the traffic above they open the breaker within a quarter of a second after the service begins to hang, so that slow calls and
    /// probes stay below 1 % of a run of the default length.
    /// </summary>
    public static BreakerSettings Settings { get; } = new()
    {
        // Six times the duration of a healthy call. Slow calls are failures, and five in a row open the breaker, as by default. On a busy
        // machine some healthy calls are as slow, but a fast one among them ends the run of failures.
        SlowCallDuration = TimeSpan.FromMilliseconds(120),
        // No ratio rule: on a busy machine a large share of healthy calls is slow.
        FailureRatio = 0,
        BreakDuration = TimeSpan.FromSeconds(4),
        BreakDurationFactor = 1,
        // Makes every run alike: one probe meets the slow service, one the failing, one the healthy.
        BreakDurationJitter = 0,
    };
}
