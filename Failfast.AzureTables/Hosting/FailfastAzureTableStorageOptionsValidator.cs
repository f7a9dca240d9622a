using System.Text.RegularExpressions;

namespace Failfast.AzureTables.Hosting;

/// <summary>Says at start what is wrong with the options, all of it at once.</summary>
internal sealed partial class FailfastAzureTableStorageOptionsValidator(FailfastAzureTableStorageOptions options, string name)
    : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var errors = Errors().ToList();
        if (errors.Count > 0)
            throw new OrleansConfigurationException($"The Azure table grain storage '{name}' is configured wrongly. {string.Join(' ', errors)}");
    }

    private IEnumerable<string> Errors()
    {
        string[] ways = [.. Ways()];
        if (ways.Length != 1)
        {
            var given = ways.Length == 0 ? "none is" : $"{string.Join(" and ", ways)} are";
            yield return $"Exactly one of ConnectionString, ServiceUri and TableServiceClient (ServiceKey in configuration) is needed: {given} given.";
        }

        if (options.ConnectionString is { Length: > 0 } && ConnectionError() is { } error)
            yield return $"The ConnectionString is not one: {error}";
        if (options.ServiceUri is { } uri && options.TokenCredential is null && uri.Query.Length == 0)
            yield return "ServiceUri needs a TokenCredential, or a shared access signature in its query.";
        if (options.ServiceUri is { } open && options.TokenCredential is not null && open.Scheme != Uri.UriSchemeHttps)
            yield return $"TokenCredential needs https: ServiceUri has '{open.Scheme}'.";
        if (options.TokenCredential is not null && options.ServiceUri is null)
            yield return "TokenCredential needs a ServiceUri.";
        if (!TableNames().IsMatch(options.TableName ?? ""))
            yield return $"TableName is '{options.TableName}': it must be 3 to 63 ASCII letters and digits, a letter first.";
    }

    private IEnumerable<string> Ways()
    {
        if (!string.IsNullOrEmpty(options.ConnectionString))
            yield return nameof(options.ConnectionString);
        if (options.ServiceUri is not null)
            yield return nameof(options.ServiceUri);
        if (options.TableServiceClient is not null)
            yield return nameof(options.TableServiceClient);
    }

    // The client's own message; it names the missing part and quotes no secret.
    private string? ConnectionError()
    {
        try
        {
            TableClients.Create(options);
            return null;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
        {
            return error.Message;
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    private static partial Regex TableNames();
}
