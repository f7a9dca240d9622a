namespace Failfast.Demo;

/// <summary>A host of the demo, in this process or another.</summary>
internal interface IDemoHost : IAsyncDisposable
{
    /// <summary>Runs both groups until the run ends.</summary>
    /// <param name="order">When, where and for how long.</param>
    /// <param name="said">Receives messages during the run.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    Task<HostResult> Run(StartOrder order, Action<HostMessage> said, CancellationToken cancellationToken);
}
