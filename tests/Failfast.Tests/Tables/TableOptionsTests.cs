using Azure.Core;
using Azure.Data.Tables;
using Failfast.AzureTables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Failfast.Tests.Tables;

/// <summary>How the provider is registered, and what is said of bad options.</summary>
public sealed class TableOptionsTests
{
    private static readonly string s_connection = AzuriteServer.ConnectionTo(10002);

    [Fact]
    public void Add_by_code_registers_the_named_and_the_default_provider()
    {
        using var host = Host(silo => silo
            .AddFailfastAzureTableGrainStorage("one", (FailfastAzureTableStorageOptions it) => it.ConnectionString = s_connection)
            .AddFailfastAzureTableGrainStorageAsDefault((OptionsBuilder<FailfastAzureTableStorageOptions> it) =>
                it.Configure(options => options.ConnectionString = s_connection)));

        Assert.NotNull(host.Services.GetKeyedService<IGrainStorage>("one"));
        Assert.Same(host.Services.GetKeyedService<IGrainStorage>("Default"), host.Services.GetService<IGrainStorage>());
        Validate(host);
    }

    [Fact]
    public void Configuration_names_the_provider_and_its_settings()
    {
        using var host = Configured(new()
        {
            ["ConnectionString"] = s_connection, ["TableName"] = "Breakers", ["DeleteStateOnClear"] = "false", ["UseStringFormat"] = "true",
        });

        var options = Options(host);
        Assert.Equal(s_connection, options.ConnectionString);
        Assert.Equal("Breakers", options.TableName);
        Assert.False(options.DeleteStateOnClear);
        Assert.True(options.UseStringFormat);
        Assert.NotNull(options.GrainStorageSerializer);
        Validate(host);
        Assert.NotNull(host.Services.GetKeyedService<IGrainStorage>("failfast"));
    }

    [Fact]
    public void Configuration_connection_name_is_looked_up()
    {
        using var host = Configured(new() { ["ConnectionName"] = "tables" }, all: new() { ["ConnectionStrings:tables"] = s_connection });

        Assert.Equal(s_connection, Options(host).ConnectionString);
        Validate(host);
    }

    [Fact]
    public void Configuration_service_key_and_serializer_key_name_registered_services()
    {
        var client = new TableServiceClient(s_connection);
        using var host = Configured(new() { ["ServiceKey"] = "shared", ["SerializerKey"] = "mine" }, services =>
        {
            services.AddKeyedSingleton("shared", client);
            services.AddKeyedSingleton<IGrainStorageSerializer, NoSerializer>("mine");
        });

        Assert.Same(client, Options(host).TableServiceClient);
        Assert.IsType<NoSerializer>(Options(host).GrainStorageSerializer);
        Validate(host);
    }

    [Theory]
    [InlineData("ServiceUri")]
    [InlineData("ConnectionString")]
    public void Configuration_endpoint_takes_the_registered_credential(string key)
    {
        using var host = Configured(
            new() { [key] = "https://account.table.core.windows.net" }, services => services.AddSingleton<TokenCredential>(new NoCredential()));

        Assert.Equal("account.table.core.windows.net", Options(host).ServiceUri!.Host);
        Assert.IsType<NoCredential>(Options(host).TokenCredential);
        Validate(host);
    }

    [Fact]
    public void Configuration_credential_key_picks_one()
    {
        var mine = new NoCredential();
        using var host = Configured(
            new() { ["ServiceUri"] = "https://account.table.core.windows.net", ["CredentialKey"] = "mine" },
            services => services.AddKeyedSingleton<TokenCredential>("mine", mine));

        Assert.Same(mine, Options(host).TokenCredential);
    }

    [Fact]
    public void Configuration_endpoint_with_a_signature_needs_no_credential()
    {
        using var host = Configured(new() { ["ServiceUri"] = "https://account.table.core.windows.net?sv=1&sig=2" });

        Validate(host);
    }

    [Fact]
    public void Validate_says_everything_that_is_wrong_at_once()
    {
        using var host = Host(silo => silo.AddFailfastAzureTableGrainStorage("bad", (FailfastAzureTableStorageOptions options) =>
        {
            options.TableName = "1-table";
            options.ServiceUri = new Uri("http://account.table.core.windows.net");
            options.ConnectionString = "AccountName";
            options.TokenCredential = new NoCredential();
        }));

        var error = Assert.Throws<OrleansConfigurationException>(() => Validate(host));

        Assert.Contains("'bad'", error.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionString and ServiceUri are given", error.Message, StringComparison.Ordinal);
        Assert.Contains("TokenCredential needs https", error.Message, StringComparison.Ordinal);
        Assert.Contains("'1-table'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none is given")]
    [InlineData("The ConnectionString is not one", "ConnectionString", "AccountName")]
    [InlineData("needs a TokenCredential", "ServiceUri", "https://account.table.core.windows.net")]
    public async Task Start_bad_configuration_is_refused(string expected, string? key = null, string value = "")
    {
        using var host = Configured(key is null ? [] : new() { [key] = value });

        var error = await Assert.ThrowsAsync<OrleansConfigurationException>(() => host.StartAsync());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static IHost Configured(
        Dictionary<string, string?> storage, Action<IServiceCollection>? services = null, Dictionary<string, string?>? all = null)
    {
        var settings = storage.ToDictionary(pair => $"Orleans:GrainStorage:failfast:{pair.Key}", pair => pair.Value);
        settings["Orleans:GrainStorage:failfast:ProviderType"] = "FailfastAzureTable";
        return Host(silo => services?.Invoke(silo.Services), settings.Concat(all ?? []));
    }

    private static IHost Host(Action<ISiloBuilder> configure, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.UseOrleans(silo => configure(silo.UseLocalhostClustering().AddFailfast()));
        return builder.Build();
    }

    private static FailfastAzureTableStorageOptions Options(IHost host) =>
        host.Services.GetRequiredService<IOptionsMonitor<FailfastAzureTableStorageOptions>>().Get("failfast");

    private static void Validate(IHost host)
    {
        foreach (var validator in host.Services.GetServices<IConfigurationValidator>())
            validator.ValidateConfiguration();
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class NoSerializer : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => throw new NotSupportedException();

        public T? Deserialize<T>(BinaryData input) => throw new NotSupportedException();
    }
}
