namespace Failfast.Tests.Settings;

/// <summary>The settings as processes of the version before send and read them.</summary>
[GenerateSerializer]
public sealed record EarlierForm
{
    [Id(4)]
    public TimeSpan? SlowCallDuration { get; init; }

    [Id(5)]
    public double SlowCallRatio { get; init; } = .5;

    [Id(12)]
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    [Id(16)]
    public TimeSpan? CallTimeout { get; init; }

    [Id(18)]
    public TimeSpan? RampUpDuration { get; init; }

    [Id(19)]
    public bool SlowCallsAreFailures { get; init; }
}
