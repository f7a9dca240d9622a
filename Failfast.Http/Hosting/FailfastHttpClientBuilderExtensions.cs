using Failfast;
using Failfast.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Guards HTTP clients by breakers.</summary>
/// <remarks>
/// The app must be an Orleans silo or client with <c>AddFailfast</c>. Handlers added later are inside the guard: add retries before, and
/// time-outs of an attempt before or after. A client may have several breakers; with the same one twice, its creation fails with an
/// <see cref="InvalidOperationException"/>.
/// </remarks>
public static class FailfastHttpClientBuilderExtensions
{
    /// <summary>Guards the client by a breaker with the client's name.</summary>
    /// <param name="builder">A client's, from <c>AddHttpClient</c>.</param>
    /// <param name="configure">Sets options; runs at once.</param>
    /// <exception cref="ArgumentException">The client's name is not a breaker name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The builder is the one of <c>ConfigureHttpClientDefaults</c>.</exception>
    public static IHttpClientBuilder AddFailfastBreaker(this IHttpClientBuilder builder, Action<HttpBreakerOptions>? configure = null) =>
        builder.AddFailfastBreaker(HttpBreakerName.Client, configure);

    /// <summary>Guards the client by the breaker of that name.</summary>
    /// <param name="builder">A client's; or all clients', which then share the breaker.</param>
    /// <param name="name">The breaker's name.</param>
    /// <param name="configure">Sets options; runs at once.</param>
    /// <exception cref="ArgumentException">The name is not valid (<see cref="BreakerName"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static IHttpClientBuilder AddFailfastBreaker(
        this IHttpClientBuilder builder, string name, Action<HttpBreakerOptions>? configure = null)
    {
        BreakerName.Check(name);
        return builder.Guard((_, _) => new(_ => name, name), configure);
    }

    /// <summary>Guards the client by a breaker with the client's name, or by one for each host.</summary>
    /// <param name="builder">A client's, from <c>AddHttpClient</c>.</param>
    /// <param name="by">What the breakers are named after.</param>
    /// <param name="configure">Sets options; runs at once.</param>
    /// <exception cref="ArgumentException">The client's name is to be the breaker's, and is not valid (<see cref="BreakerName"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> or an option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The builder is the one of <c>ConfigureHttpClientDefaults</c>.</exception>
    public static IHttpClientBuilder AddFailfastBreaker(
        this IHttpClientBuilder builder, HttpBreakerName by, Action<HttpBreakerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Name is not { } client)
            throw new InvalidOperationException(
                "ConfigureHttpClientDefaults is for all clients, and a breaker that they share opens for all when one service fails: pass a name " +
                "or a selector to AddFailfastBreaker, or call it on each AddHttpClient.");
        return by switch
        {
            HttpBreakerName.Client when !BreakerName.IsValid(client) => throw new ArgumentException(
                $"The name of HTTP client '{client}' can't be its breaker's, which is 1 to {BreakerName.MaxLength} ASCII letters, digits and . _ : @ - " +
                "only: pass a name to AddFailfastBreaker.", nameof(builder)),
            HttpBreakerName.Client => builder.AddFailfastBreaker(client, configure),
            HttpBreakerName.Authority => builder.Guard(static (clients, client) => RequestNaming.By(clients.Authorities(client).Of), configure),
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, "Use HttpBreakerName.Client or HttpBreakerName.Authority."),
        };
    }

    /// <summary>Guards each request by the breaker that a selector names.</summary>
    /// <param name="builder">A client's, or all clients'.</param>
    /// <param name="name">
    /// Names the breaker of a request. A name that is not valid (<see cref="BreakerName"/>) fails the request with an
    /// <see cref="ArgumentException"/>.
    /// </param>
    /// <param name="configure">Sets options; runs at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static IHttpClientBuilder AddFailfastBreaker(
        this IHttpClientBuilder builder, Func<HttpRequestMessage, string> name, Action<HttpBreakerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return builder.Guard((_, _) => RequestNaming.By(name), configure);
    }

    private static IHttpClientBuilder Guard(
        this IHttpClientBuilder builder, Func<HttpClients, string, RequestNaming> naming, Action<HttpBreakerOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new HttpBreakerOptions();
        configure?.Invoke(options);
        options = options.Checked();
        builder.Services.AddLogging();
        builder.Services.TryAddSingleton<HttpClients>();
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<HttpClientFactoryOptions>, HttpClients>(services => services.GetRequiredService<HttpClients>()));
        // For all clients if the builder has no name: then each handler learns its client's here.
        builder.Services.Configure<HttpClientFactoryOptions>(builder.Name, http => http.HttpMessageHandlerBuilderActions.Add(handlers =>
            Add(handlers, Handler(handlers.Services, handlers.Name ?? "", naming, options))));
        return builder;
    }

    // Both handlers would count each call, and the inner one of a probe would ask for a second lease.
    private static void Add(HttpMessageHandlerBuilder handlers, BreakerHandler handler)
    {
        if (handlers.AdditionalHandlers.OfType<BreakerHandler>().Any(other => Equals(other.Naming, handler.Naming)))
            throw new InvalidOperationException(
                $"HTTP client '{handlers.Name}' is guarded twice by the same breaker{(handler.Naming is string name ? $" '{name}'" : "s")}: call " +
                "AddFailfastBreaker once for it, and not again in ConfigureHttpClientDefaults.");
        handlers.AdditionalHandlers.Add(handler);
    }

    private static BreakerHandler Handler(
        IServiceProvider services, string client, Func<HttpClients, string, RequestNaming> naming, HttpBreakerOptions options)
    {
        var grains = services.GetService<IGrainFactory>() ?? throw new InvalidOperationException(
            $"HTTP client '{client}' can't be guarded: this app is no Orleans silo or client. Call UseOrleans(silo => silo.AddFailfast()) or " +
            "UseOrleansClient(client => client.AddFailfast()) on its builder.");
        var clients = services.GetRequiredService<HttpClients>();
        var name = naming(clients, client);
        return new BreakerHandler(request => grains.GetBreaker(name.Of(request)), options, clients.Timeout(client), name.Identity);
    }
}
