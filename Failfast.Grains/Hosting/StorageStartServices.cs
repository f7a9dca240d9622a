using Failfast.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Failfast.Hosting;

/// <summary>Lets a silo start even while the storage of its breakers is down.</summary>
internal static class StorageStartServices
{
    public static void AddPatientStorageStart(this IServiceCollection services)
    {
        services.TryAddSingleton<StorageStart>();
        // A lifecycle that other code has replaced is left alone; providers then start as usual.
        if (services.Any(service => service.ServiceType == typeof(SiloLifecycleSubject) && service.ImplementationType == typeof(SiloLifecycleSubject)))
            services.Replace(ServiceDescriptor.Singleton<SiloLifecycleSubject, PatientLifecycle>());
    }
}
