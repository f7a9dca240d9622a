namespace Failfast.Silo;

/// <summary>Asks a silo how it is, for a container image that has nothing else to ask with.</summary>
internal static class HealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>0 for an answer of success, 1 for any other and for none.</summary>
    public static async Task<int> Run(string url)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri(url));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"No answer from {url}: {error.Message}");
            return 1;
        }
    }
}
