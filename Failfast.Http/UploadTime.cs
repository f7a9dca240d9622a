namespace Failfast.Http;

/// <summary>How much longer a request may take because it has a body to send.</summary>
internal static class UploadTime
{
    private const double BytesPerSecond = 256 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Nothing if the length is not known.</summary>
    public static TimeSpan Of(HttpContent? content)
    {
        var seconds = (content?.Headers.ContentLength ?? 0) / BytesPerSecond;
        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }
}
