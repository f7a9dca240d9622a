namespace Failfast.Silo;

/// <summary>Queries a silo's health, for container images without an HTTP client: <c>--check-health=URL</c>.</summary>
internal static class HealthCheck
{
    private const string Verb = "--check-health";
    private const int BadCommandLine = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The URL in the arguments, not validated; null if they request no check.</summary>
    public static string? Url(string[] arguments)
    {
        if (arguments is not [var first, .. var rest])
            return null;
        if (first == Verb)
            return rest.FirstOrDefault() ?? "";
        return first.StartsWith($"{Verb}=", StringComparison.Ordinal) ? first[(Verb.Length + 1)..] : null;
    }

    /// <summary>0 for a successful answer, 1 for any other or none, 2 if <paramref name="url"/> is not valid.</summary>
    public static async Task<int> Run(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync(
                $"{Verb} needs a URL of http or https, not '{url}', as in {Verb}=http://127.0.0.1:8080{SiloHealth.ReadyPath}.");
            return BadCommandLine;
        }

        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(address);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"No answer from {url}: {error.Message}");
            return 1;
        }
    }
}
