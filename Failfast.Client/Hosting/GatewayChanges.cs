namespace Failfast.Hosting;

/// <summary>When gateways of a client come or go, the cluster's members may have changed.</summary>
internal sealed class GatewayChanges(IServiceProvider services) : IClusterConnectionStatusObserver
{
    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered) =>
        services.NoteClusterChange();

    /// <summary>Without gateways there is nobody to ask.</summary>
    public void NotifyClusterConnectionLost()
    {
    }
}
