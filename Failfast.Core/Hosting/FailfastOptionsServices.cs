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
        if (IsBound(services, section.Path))
            return;
        services.AddSingleton(new BoundSection(section.Path));
        services.AddSingleton<IOptionsChangeTokenSource<FailfastOptions>>(
            new ConfigurationChangeTokenSource<FailfastOptions>(section));
        services.AddOptions<FailfastOptions>()
            .Configure(options => FailfastOptionsBinder.Bind(section, options))
            .PostConfigure(options => FailfastOptionsBinder.BindBreakers(section, options));
    }

    private static bool IsBound(IServiceCollection services, string path) =>
        services.Any(service => service.ImplementationInstance is BoundSection bound && bound.Path == path);

    private sealed record BoundSection(string Path);
}
