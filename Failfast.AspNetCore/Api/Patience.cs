namespace Failfast.Api;

/// <summary>How long the API waits for the cluster. A silo that was killed is missed for longer than anybody looks at a page that does nothing.</summary>
internal static class Patience
{
    public static readonly TimeSpan Reading = TimeSpan.FromSeconds(10);

    /// <summary>A command waits for its write for ten seconds.</summary>
    public static readonly TimeSpan Steering = TimeSpan.FromSeconds(15);
}
