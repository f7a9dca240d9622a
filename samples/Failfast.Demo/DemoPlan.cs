namespace Failfast.Demo;

/// <summary>Every number of the demo. Both groups share all of them; the breaker is the only difference.</summary>
internal static class DemoPlan
{
    public const string Breaker = "payments";

    /// <summary>The rehearsals' own, so that nothing they do to it is carried into the run.</summary>
    public const string RehearsalBreaker = "rehearsal";

    /// <summary>Workers of one group on one host, each of which serves one request at a time.</summary>
    public const int Workers = 32;

    /// <summary>Requests that arrive for one group on one host, per second.</summary>
    public const double ArrivalsPerSecond = 60;

    /// <summary>The most rehearsals before the run.</summary>
    public const int Rehearsals = 4;

    public const int RehearsalSeconds = 2;

    /// <summary>If the machine keeps a host waiting for a larger share of the run, its figures mean nothing.</summary>
    public const double MostLag = 0.02;

    /// <summary>A request answered later than this has not been served: whoever sent it is gone.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    /// <summary>A worker that waits longer for the service counts as stuck.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>HttpClient.Timeout. Its default of 100 s would be far worse for the bare group.</summary>
    public static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long the service takes when it is healthy.</summary>
    public static readonly TimeSpan HealthyLatency = TimeSpan.FromMilliseconds(20);

    /// <summary>Before the end no more requests arrive, so that healthy ones are not cut off.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    /// <summary>A rehearsal whose requests all take less shows that everything is warm.</summary>
    public static readonly TimeSpan SteadyLatency = TimeSpan.FromMilliseconds(75);

    /// <summary>
    /// Tells within a quarter of a second, at the traffic above, that the service holds connections: the calls that find out,
    /// and the probes, stay below 1 % of a run of the usual length.
    /// </summary>
    public static BreakerSettings Settings { get; } = new()
    {
        // Six times what a healthy call takes. Slow calls are failures, and five in a row open the breaker, as they do by default. On a busy
        // machine a few calls are as slow, but not all: one quick answer among them, and the row starts anew.
        SlowCallDuration = TimeSpan.FromMilliseconds(120),
        // No ratio opens it: on a machine that is busy all the time, a large share of the healthy calls is slow.
        FailureRatio = 0,
        BreakDuration = TimeSpan.FromSeconds(4),
        BreakDurationFactor = 1,
        // Every run tells the same story: one probe meets the slow service, one the failing, one the healthy.
        BreakDurationJitter = 0,
    };
}
