using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Failfast.Silo;

/// <summary>
/// Orleans' Redis providers may name a shared connection by <c>ServiceKey</c>, which the application must register: this opens the
/// connection string of that name.
/// </summary>
internal static class RedisConnections
{
    public static void AddRedisConnections(this IHostApplicationBuilder builder)
    {
        foreach (var key in ServiceKeys(builder.Configuration.GetSection("Orleans")).Distinct(StringComparer.Ordinal))
        {
            if (builder.Configuration.GetConnectionString(key) is { Length: > 0 } connection)
                builder.Services.AddKeyedSingleton<IConnectionMultiplexer>(key, (_, _) => ConnectionMultiplexer.Connect(connection));
        }
    }

    private static IEnumerable<string> ServiceKeys(IConfigurationSection orleans) =>
        orleans.GetSection("GrainStorage").GetChildren()
            .Prepend(orleans.GetSection("Clustering"))
            .Where(provider => "Redis".Equals(provider["ProviderType"], StringComparison.OrdinalIgnoreCase))
            .Select(provider => provider["ServiceKey"])
            .OfType<string>();
}
