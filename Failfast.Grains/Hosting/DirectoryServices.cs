using Failfast.Directories;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Hosting;

/// <summary>Registers the directory of a silo.</summary>
internal static class DirectoryServices
{
    public static void AddBreakerDirectory(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(SiloListing)))
            return;
        services.AddSingleton<SiloListing>();
        services.AddSingleton<BreakerListings>();
        services.AddSingleton<SiloScatter>();
        services.AddSingleton<IndexClient>();
        services.AddSingleton<IIndexWriter, IndexWriter>();
        services.AddSingleton<PageAssembly>();
        services.AddSingleton<ChangeAssembly>();
        services.AddGrainService<SiloListingService>();
    }
}
