using System.Globalization;

namespace Failfast.Samples.AppHost;

/// <summary>The programs that make up the cluster.</summary>
internal static class Programs
{
    // The emulator's own, the same everywhere.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The table service of Azurite.</summary>
    public static IResourceBuilder<ExecutableResource> AddTables(this IDistributedApplicationBuilder builder, int port) =>
        builder.AddExecutable(
                "tables", "node", Path.Combine(builder.AppHostDirectory, "..", "..", "tests", "azurite"), "node_modules/azurite/dist/src/table/main.js",
                "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--inMemoryPersistence", "--tableHost", "127.0.0.1", "--tablePort", $"{port}")
            .WithHttpEndpoint(port, port, isProxied: false)
            // It answers, although only to say that a table's name is missing.
            .WithHttpHealthCheck($"/{Account}", statusCode: 400);

    /// <summary>The ready silo.</summary>
    public static void AddSilo(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ExecutableResource> tables, int siloPort, int gatewayPort, int httpPort)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var silo = Path.Combine(builder.AppHostDirectory, "..", "..", "Failfast.Silo", "bin", folder.Parent!.Name, folder.Name);
        var connection = ReferenceExpression.Create(
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint={tables.GetEndpoint("http")}/{Account};");
        builder.AddExecutable(name, "dotnet", silo, "Failfast.Silo.dll")
            .WithEnvironment("Orleans__ClusterId", "samples")
            .WithEnvironment("Orleans__ServiceId", "failfast")
            .WithEnvironment("Orleans__Endpoints__AdvertisedIPAddress", "127.0.0.1")
            .WithEnvironment("Orleans__Endpoints__SiloPort", Text(siloPort))
            .WithEnvironment("Orleans__Endpoints__GatewayPort", Text(gatewayPort))
            .WithEnvironment("Orleans__Clustering__ProviderType", "AzureTableStorage")
            .WithEnvironment("Orleans__Clustering__ConnectionString", connection)
            .WithEnvironment("Orleans__GrainStorage__failfast__ProviderType", "AzureTableStorage")
            .WithEnvironment("Orleans__GrainStorage__failfast__ConnectionString", connection)
            .WithEnvironment("Http__Url", "http://127.0.0.1:" + Text(httpPort))
            .WithHttpEndpoint(httpPort, httpPort, isProxied: false)
            .WithHttpHealthCheck("/health/ready")
            .WaitFor(tables);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
