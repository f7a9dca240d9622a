using Failfast.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Failfast.Storage;

/// <summary>The storage provider of this silo's breakers: <c>failfast</c>, else <c>Default</c>, else none.</summary>
internal sealed partial class BreakerStorageSource
{
    public const string ProviderName = "failfast";

    private readonly ILogger _logger;

    public BreakerStorageSource(IServiceProvider services, StorageStart start, ILogger<BreakerStorageSource> logger)
    {
        _logger = new QuietLogger(logger);
        Provider = services.GetKeyedService<IGrainStorage>(ProviderName) is { } own
            ? new StartedStorage(own, start)
            : services.GetKeyedService<IGrainStorage>("Default");
        if (Provider is null)
            LogVolatile(ProviderName);
    }

    /// <summary>Null if the state is kept in memory only.</summary>
    public IGrainStorage? Provider { get; }
}
