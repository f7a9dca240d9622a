namespace Failfast.ClusterBench;

/// <summary>Lets real time pass.</summary>
internal static class Pause
{
    public static Task For(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);

    /// <summary>Looks again each millisecond.</summary>
    public static async Task Until(Func<bool> condition, string what, double seconds = 30)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(seconds * TimeProvider.System.TimestampFrequency);
        while (!condition())
        {
            if (TimeProvider.System.GetTimestamp() > end)
                throw new TimeoutException($"Not within {seconds} s: {what}.");
            await For(.001);
        }
    }
}
