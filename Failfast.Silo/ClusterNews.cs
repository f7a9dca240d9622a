using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Failfast.Silo;

/// <summary>Logs the members of the cluster whenever they change.</summary>
internal sealed partial class ClusterNews(IClusterMembershipService membership, ILocalSiloDetails self, ILogger<ClusterNews> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogUp(self.Name, self.SiloAddress.Endpoint.ToString(), self.GatewayAddress?.Endpoint.ToString() ?? "none", self.ClusterId);
        var last = "";
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            var active = snapshot.Members.Values.Where(silo => silo.Status == SiloStatus.Active)
                .Select(silo => silo.SiloAddress.Endpoint.ToString()).Order(StringComparer.Ordinal).ToList();
            var news = string.Join(", ", active);
            if (news != last)
                LogMembers(active.Count, news);
            last = news;
        }
    }
}
