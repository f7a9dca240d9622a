using Failfast;
using Failfast.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds API keys for the page and the HTTP API.</summary>
public static class FailfastApiKeyServiceCollectionExtensions
{
    /// <summary>
    /// Adds an authentication scheme for API keys and two policies (<see cref="FailfastApiKeys"/>); give them to the page by
    /// <see cref="FailfastPageOptions.UseApiKeys"/>. The app's own schemes and policies are left as they are.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Sets the keys. What is wrong with them is said in one <see cref="OptionsValidationException"/> at start.</param>
    public static IServiceCollection AddFailfastApiKeys(this IServiceCollection services, Action<FailfastApiKeyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<FailfastApiKeyOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FailfastApiKeyOptions>, ApiKeyOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ApiKeySessions>();
        services.TryAddSingleton<SignInLog>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(FailfastApiKeys.AuthenticationScheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(FailfastApiKeys.ReadPolicy, policy => policy
                .AddAuthenticationSchemes(FailfastApiKeys.AuthenticationScheme).RequireClaim(ApiKeyHandler.Claim))
            .AddPolicy(FailfastApiKeys.SteerPolicy, policy => policy
                .AddAuthenticationSchemes(FailfastApiKeys.AuthenticationScheme).RequireClaim(ApiKeyHandler.Claim, nameof(ApiKeyRole.Steer)));
        return services;
    }
}
