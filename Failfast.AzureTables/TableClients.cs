using Azure.Core;
using Azure.Data.Tables;

namespace Failfast.AzureTables;

/// <summary>Makes the client that the options describe.</summary>
internal static class TableClients
{
    public static TableServiceClient Create(FailfastAzureTableStorageOptions options)
    {
        if (options.TableServiceClient is { } made)
            return made;
        var client = options.ClientOptions ?? Defaults();
        client.AddPolicy(RetryWatch.Instance, HttpPipelinePosition.PerRetry);
        if (options.ServiceUri is not { } uri)
            return new TableServiceClient(options.ConnectionString, client);
        return options.TokenCredential is { } credential
            ? new TableServiceClient(uri, credential, client)
            : new TableServiceClient(uri, client);
    }

    // Shorter than the client's own, which hold on for minutes: a breaker tries again by itself, and an operator waits 10 s.
    private static TableClientOptions Defaults()
    {
        var options = new TableClientOptions();
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromSeconds(0.2);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        return options;
    }
}
