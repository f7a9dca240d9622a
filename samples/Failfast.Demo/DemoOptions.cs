namespace Failfast.Demo;

/// <summary>The options of the demo, with their ranges.</summary>
internal sealed record DemoOptions
{
    public const int MinHosts = 1;
    public const int MaxHosts = 8;
    public const int MinSeconds = 10;
    public const int MaxSeconds = 600;
    public const int DefaultSeconds = 30;

    public int Hosts { get; init; } = MinHosts;

    public int Seconds { get; init; } = DefaultSeconds;

    public bool Json { get; init; }
}
