using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Failfast.TestHost;

/// <summary>Orleans finds losses within seconds, for tests that would else wait for a minute.</summary>
internal static class Membership
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>One missing vote is no reason to wait; three missed probes are, as the machine may be busy.</summary>
    public static ISiloBuilder Tight(this ISiloBuilder silo, bool isTight) => !isTight ? silo : silo
        .Configure<ClusterMembershipOptions>(options =>
        {
            (options.ProbeTimeout, options.NumMissedProbesLimit, options.NumVotesForDeathDeclaration) = (Second, 3, 1);
            // Silos that join don't insist on reaching those that left no sign of life for so long.
            (options.IAmAliveTablePublishTimeout, options.NumMissedTableIAmAliveLimit) = (Second, 3);
            options.TableRefreshTimeout = 2 * Second;
        })
        .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = 3 * Second);

    /// <summary>A client looks for gateways once a minute, if it is not told otherwise.</summary>
    public static IClientBuilder Tight(this IClientBuilder client, bool isTight)
    {
        if (!isTight)
            return client;
        client.Services.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = Second);
        client.Services.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = 3 * Second);
        return client;
    }
}
