using Failfast.Tests.Integration.Processes;

namespace Failfast.Tests.Integration.Chaos;

/// <summary>A silo or a client under load. A silo is reached through proxies only, so that it can be cut off.</summary>
internal sealed class ChaosHost : IAsyncDisposable
{
    private readonly TcpProxy? _siloProxy;
    private readonly TcpProxy? _gatewayProxy;

    private ChaosHost(string name, HostProcess process, TcpProxy? siloProxy, TcpProxy? gatewayProxy) =>
        (Name, Process, _siloProxy, _gatewayProxy) = (name, process, siloProxy, gatewayProxy);

    public string Name { get; }

    public HostProcess Process { get; }

    public bool IsSilo => Process.SiloPort != 0;

    public bool IsFrozen { get; set; }

    public bool IsLive => !Process.HasExited && !IsFrozen;

    public static async Task<ChaosHost> StartSilo(string name, RedisServer redis, string cluster, string[] options)
    {
        var (silo, gateway) = (FreePort.Next(), FreePort.Next());
        var (siloProxy, gatewayProxy) = (new TcpProxy(silo), new TcpProxy(gateway));
        var process = await HostProcess.StartSilo(
            HostProgram.Current, redis, cluster, siloProxy.Port, gatewayProxy.Port, [.. options, $"--listen={silo},{gateway}"]);
        return new(name, process, siloProxy, gatewayProxy);
    }

    public static async Task<ChaosHost> StartClient(string name, RedisServer redis, string cluster, string[] options) =>
        new(name, await HostProcess.StartClient(HostProgram.Current, redis, cluster, options), null, null);

    /// <summary>Nothing passes any more from or to these others; none ends that.</summary>
    public void CutOffFrom(params ChaosHost[] others)
    {
        var processes = others.Select(other => other.Process.Id).ToArray();
        _siloProxy?.Hold(processes);
        _gatewayProxy?.Hold(processes);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        foreach (var proxy in new[] { _siloProxy, _gatewayProxy }.OfType<TcpProxy>())
            await proxy.DisposeAsync();
    }
}
