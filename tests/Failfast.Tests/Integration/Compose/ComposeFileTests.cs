using System.Text.Json;
using Failfast.Silo;
using Failfast.Simulation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Failfast.Tests.Integration.Compose;

/// <summary>Holds the compose file and the image against what the silo reads: no engine is needed for that.</summary>
public sealed class ComposeFileTests
{
    private readonly ComposeFile _compose = new();
    private readonly string[] _image = File.ReadAllLines(Path.Combine(Sources.Root, "Failfast.Silo", "Dockerfile"));

    [Fact]
    public void Compose_has_three_silos_and_a_table_service()
    {
        Assert.Equal(["silo-1", "silo-2", "silo-3"], _compose.Silos);
        Assert.Equal(["azurite"], _compose.Services.Except(_compose.Silos));
        foreach (var silo in _compose.Silos)
        {
            Assert.Equal("Failfast.Silo/Dockerfile", _compose[silo, "build", "dockerfile"]);
            Assert.Equal("service_healthy", _compose[silo, "depends_on", "azurite", "condition"]);
        }
    }

    [Fact]
    public void Compose_environment_is_what_orleans_and_the_silo_read()
    {
        foreach (var silo in _compose.Silos)
        {
            using var host = Host(_compose.Environment(silo));
            var services = host.Services;
            Assert.Equal("failfast", services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId);
            Assert.Equal(11111, services.GetRequiredService<IOptions<EndpointOptions>>().Value.SiloPort);
            Assert.Equal(30000, services.GetRequiredService<IOptions<EndpointOptions>>().Value.GatewayPort);
            Assert.Contains("AzureBasedMembershipTable", services.GetRequiredService<IMembershipTable>().GetType().Name, StringComparison.Ordinal);
            Assert.IsType<AzureTableGrainStorage>(services.GetRequiredKeyedService<IGrainStorage>("failfast"));
            foreach (var used in new[] { "Clustering", "GrainStorage:failfast" })
                Assert.Contains(
                    "TableEndpoint=http://azurite:10002/", services.GetRequiredService<IConfiguration>()[$"Orleans:{used}:ConnectionString"], StringComparison.Ordinal);
            foreach (var validator in services.GetServices<IConfigurationValidator>())
                validator.ValidateConfiguration();
        }
    }

    [Fact]
    public void Compose_every_variable_is_one_that_is_read()
    {
        // A misspelt one would be passed over in silence.
        string[] read =
        [
            "Orleans__ClusterId", "Orleans__ServiceId", "Orleans__Clustering__ProviderType", "Orleans__Clustering__ConnectionString",
            "Orleans__Endpoints__SiloPort", "Orleans__Endpoints__GatewayPort", "Orleans__GrainStorage__failfast__ProviderType",
            "Orleans__GrainStorage__failfast__ConnectionString", HttpSettings.HealthUrlKey.Replace(":", "__", StringComparison.Ordinal),
        ];
        foreach (var silo in _compose.Silos)
            Assert.Equal(read.Order(StringComparer.Ordinal), _compose.Environment(silo).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Compose_health_check_asks_where_the_silo_answers()
    {
        foreach (var silo in _compose.Silos)
        {
            var port = new Uri(_compose.Environment(silo)["Http__HealthUrl"]).Port;
            var test = _compose.List(silo, "healthcheck", "test");
            Assert.Equal(["CMD", "dotnet", "Failfast.Silo.dll"], test.Take(3));
            Assert.Equal($"http://127.0.0.1:{port}{SiloHealth.ReadyPath}", HealthCheck.Url([.. test.Skip(3)]));
        }

        Assert.All(_compose.Services, service => Assert.NotEmpty(_compose.List(service, "healthcheck", "test")));
    }

    [Fact]
    public void Compose_publishes_one_port_of_one_silo_and_it_is_served()
    {
        Assert.Equal(["127.0.0.1:8080:8080"], _compose.Services.SelectMany(service => _compose.List(service, "ports")));
        Assert.Equal("http://0.0.0.0:8080", _compose.Environment("silo-1")["Http__HealthUrl"]);
    }

    [Fact]
    public void Compose_services_can_write_nowhere_but_where_they_must()
    {
        Assert.All(_compose.Services, service => Assert.Equal("true", _compose[service, "read_only"]));
        Assert.All(_compose.Services, service => Assert.Contains("no-new-privileges:true", _compose.List(service, "security_opt")));
        Assert.All(_compose.Silos, silo => Assert.Equal(["ALL"], _compose.List(silo, "cap_drop")));
        Assert.All(_compose.Silos, silo => Assert.Empty(_compose.List(silo, "volumes")));
        Assert.Equal(["tables:/data"], _compose.List("azurite", "volumes"));
    }

    [Fact]
    public void Compose_emulator_is_the_version_the_tests_run_with()
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(Sources.Root, "tests", "azurite", "package.json")));
        var version = package.RootElement.GetProperty("dependencies").GetProperty("azurite").GetString();

        Assert.EndsWith($"/azurite:{version}", (string)_compose["azurite", "image"]!, StringComparison.Ordinal);
        Assert.Equal("azurite-table", _compose.List("azurite", "command")[0]);
        Assert.Contains("10002", _compose.List("azurite", "command"));
    }

    [Fact]
    public void Image_runs_the_silo_not_as_root_on_the_runtime_it_is_built_for()
    {
        Assert.Contains("ENTRYPOINT [\"dotnet\", \"Failfast.Silo.dll\"]", _image);
        Assert.Contains("USER $APP_UID", _image);
        Assert.Contains("EXPOSE 11111 30000 8080", _image);
        var version = Environment.Version.ToString(2);
        Assert.Equal(
            [$"FROM mcr.microsoft.com/dotnet/sdk:{version} AS build", $"FROM mcr.microsoft.com/dotnet/aspnet:{version}"],
            _image.Where(line => line.StartsWith("FROM", StringComparison.Ordinal)));
        Assert.Equal("Failfast.Silo.dll", Path.GetFileName(typeof(HealthCheck).Assembly.Location));
    }

    // As the program does it, but not started.
    private static IHost Host(Dictionary<string, string> environment)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(
            environment.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value)));
        builder.UseOrleans(silo => silo.AddFailfast());
        return builder.Build();
    }
}
