using Failfast.Contract;

namespace Failfast.Tests.Contract;

/// <summary>One of each message with a value in every member, as a release writes its samples from.</summary>
internal static class MessageSamples
{
    private static readonly Guid s_host = new("3f2b8c1e-9a54-4d6f-8e17-6c0d5b2a9f41");

    private static readonly BreakerSettings s_settings = new()
    {
        ConsecutiveFailures = 7, FailureRatio = .4, MinimumThroughput = 30, SamplingDuration = TimeSpan.FromSeconds(45),
        BreakDuration = TimeSpan.FromSeconds(9), HalfOpenPermits = 2, SlowCallDuration = TimeSpan.FromSeconds(1.5), MinimumHosts = 2,
        CallTimeout = TimeSpan.FromSeconds(4), RejectUntilKnown = TimeSpan.FromSeconds(3),
    };

    private static readonly GrainSnapshot s_snapshot = new()
    {
        Stamp = new Stamp(638_900_000_000_000_000, 12), Generation = 5, State = BreakerState.Open, Remaining = TimeSpan.FromSeconds(7),
        BreakLength = TimeSpan.FromSeconds(9), Breaks = 3, Reason = "maintenance", Settings = s_settings, SettingsAreOverride = true,
        SettingsRevision = 4, ClosedFor = TimeSpan.FromSeconds(11), CommandRevision = 6, PastBreaks = 2, IsReset = true, IsProvisional = true,
    };

    private static readonly FailureCause[] s_causes =
        [new() { Name = "HttpRequestException", Count = 4, Message = "refused", Age = TimeSpan.FromSeconds(2), Host = "web-1" }];

    public static IReadOnlyList<object> All { get; } =
    [
        s_snapshot,
        new HostReport
        {
            Host = s_host, HostName = "web-1", Sequence = 17, Generation = 5, HeardAgo = TimeSpan.FromSeconds(3), Remembered = s_snapshot,
            Causes = s_causes, Demand = new ProbeDemand([4, 9], [9], TimeSpan.FromMilliseconds(300), true), Rejections = 8,
            RetryAfter = TimeSpan.FromSeconds(20),
            Counts =
            [
                new AgedCounts(
                    TimeSpan.FromSeconds(2), new CallCounts(40, 3, 2, 1, 2, 1, 1), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500)),
            ],
        },
        new ProbeReport(
            s_host, 5, 77, ProbeOutcome.Success, s_snapshot, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(3)),
        new GrainReply
        {
            Snapshot = s_snapshot, Acknowledged = 17, GrantedProbes = [new GrantedProbe(5, 77, TimeSpan.FromSeconds(13))], ForgetYours = true,
        },
        new BreakerOpenException("payments", BreakerState.Isolated, TimeSpan.FromSeconds(7), "maintenance"),
        new BreakerStatus
        {
            Snapshot = new BreakerSnapshot
            {
                Name = "payments", State = BreakerState.Open, Scope = BreakerScope.Cluster, Generation = 5,
                RetryAfter = TimeSpan.FromSeconds(7), Breaks = 3, Reason = "maintenance", Settings = s_settings,
            },
            Durability = BreakerDurability.Durable, Calls = 100, Failures = 9, SlowCalls = 3, ConsecutiveFailures = 2, Probes = 1,
            Hosts = ["web-1"], FailingHosts = ["web-1"], FailureCauses = s_causes, SettingsAreOverridden = true,
            ConfiguredSettings = s_settings, Published = s_snapshot,
        },
    ];
}
