using Failfast.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Failfast.Hosting;

/// <summary>Registers the options, bound to a configuration section.</summary>
internal static class FailfastOptionsServices
{
    public static void AddFailfastOptions(this IServiceCollection services, IConfigurationSection section)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FailfastOptions>, FailfastOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Transient<IConfigurationValidator, FailfastConfigurationValidator>());
        services.TryAddSingleton<SettingsCatalog>();
        services.TryAddSingleton(static services => new MeasuredNames(services.GetRequiredService<SettingsCatalog>().Options.MaxMeasuredNames));
        if (IsBound(services, section))
            return;
        services.AddSingleton(new BoundSection(section));
        services.AddSingleton<IOptionsChangeTokenSource<FailfastOptions>>(
            new ConfigurationChangeTokenSource<FailfastOptions>(section));
        services.AddOptions<FailfastOptions>()
            .Configure(options => FailfastOptionsBinder.Bind(section, options))
            .PostConfigure(options => FailfastOptionsBinder.BindBreakers(section, options));
    }

    private static bool IsBound(IServiceCollection services, IConfigurationSection section) =>
        services.Any(service => service.ImplementationInstance is BoundSection { Section: var bound } && IsSame(bound, section));

    // Two sections of the same path may belong to different roots. A section does not expose its root, but it returns the root's token.
    private static bool IsSame(IConfigurationSection bound, IConfigurationSection section) =>
        bound.Path.Equals(section.Path, StringComparison.OrdinalIgnoreCase) && ReferenceEquals(bound.GetReloadToken(), section.GetReloadToken());

    private sealed record BoundSection(IConfigurationSection Section);
}
