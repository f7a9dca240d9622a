using Failfast.AzureTables;
using Failfast.AzureTables.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Configuration.Overrides;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Adds grain storage on Azure Table Storage to silos.</summary>
public static class FailfastAzureTableSiloBuilderExtensions
{
    /// <summary>Keeps the state of grains that name no provider in Azure Table Storage.</summary>
    public static ISiloBuilder AddFailfastAzureTableGrainStorageAsDefault(
        this ISiloBuilder builder, Action<FailfastAzureTableStorageOptions> configureOptions) =>
        builder.AddFailfastAzureTableGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    /// <summary>Keeps the state of grains that name no provider in Azure Table Storage.</summary>
    public static ISiloBuilder AddFailfastAzureTableGrainStorageAsDefault(
        this ISiloBuilder builder, Action<OptionsBuilder<FailfastAzureTableStorageOptions>>? configureOptions) =>
        builder.AddFailfastAzureTableGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    /// <summary>Keeps grain state in Azure Table Storage, under a provider name; breakers look for <c>failfast</c>.</summary>
    public static ISiloBuilder AddFailfastAzureTableGrainStorage(
        this ISiloBuilder builder, string name, Action<FailfastAzureTableStorageOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(configureOptions);
        return builder.AddFailfastAzureTableGrainStorage(name, options => options.Configure(configureOptions));
    }

    /// <summary>Keeps grain state in Azure Table Storage, under a provider name; breakers look for <c>failfast</c>.</summary>
    public static ISiloBuilder AddFailfastAzureTableGrainStorage(
        this ISiloBuilder builder, string name, Action<OptionsBuilder<FailfastAzureTableStorageOptions>>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var services = builder.Services;
        configureOptions?.Invoke(services.AddOptions<FailfastAzureTableStorageOptions>(name));
        services.AddTransient<IConfigurationValidator>(
            provider => new FailfastAzureTableStorageOptionsValidator(Options(provider, name), name));
        services.TryAddEnumerable(ServiceDescriptor.Transient<
            IPostConfigureOptions<FailfastAzureTableStorageOptions>,
            DefaultStorageProviderSerializerOptionsConfigurator<FailfastAzureTableStorageOptions>>());
        services.ConfigureNamedOptionForLogging<FailfastAzureTableStorageOptions>(name);
        services.AddGrainStorage(name, Create);
        return builder;
    }

    private static FailfastAzureTableGrainStorage Create(IServiceProvider services, string name) =>
        ActivatorUtilities.CreateInstance<FailfastAzureTableGrainStorage>(
            services, name, Options(services, name), services.GetProviderClusterOptions(name));

    private static FailfastAzureTableStorageOptions Options(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<FailfastAzureTableStorageOptions>>().Get(name);
}
