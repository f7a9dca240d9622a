using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Tests.Http;

/// <summary>An app that is a client of the cluster and has one HTTP client.</summary>
internal static class HttpStage
{
    public static readonly TimeSpan SlowLimit = new HttpBreakerOptions().SlowCallDuration!.Value;

    public static ServiceProvider App(this BreakerCluster cluster, string client, Action<IHttpClientBuilder> configure, ILoggerProvider? log = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(cluster.Client);
        if (log is not null)
            services.AddLogging(it => it.AddProvider(log));
        configure(services.AddHttpClient(client, http => http.BaseAddress = new Uri("http://service.example/")));
        return services.BuildServiceProvider();
    }

    public static HttpClient Client(this IServiceProvider app, string name) => app.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    /// <summary>The network is replaced.</summary>
    public static IHttpClientBuilder On(this IHttpClientBuilder http, HttpMessageHandler network) => http.ConfigurePrimaryHttpMessageHandler(() => network);

    /// <summary>The address is the server's.</summary>
    public static IHttpClientBuilder On(this IHttpClientBuilder http, WebServer server) => http.ConfigureHttpClient(client => client.BaseAddress = server.Address);

    /// <summary>So much time passes that a sweep finds a call slow that has just begun, and not twice as much.</summary>
    public static void PassSlowLimit(this BreakerCluster cluster) => cluster.Time.Advance(SlowLimit + TimeSpan.FromMilliseconds(200));
}
