using Failfast.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Failfast.Hosting;

/// <summary>Keeps the storage of breakers from being the outage of a silo that needs it for nothing else.</summary>
internal static class StorageStartServices
{
    public static void AddPatientStorageStart(this IServiceCollection services)
    {
        services.TryAddSingleton<StorageStart>();
        // Somebody else's lifecycle stays theirs: providers then start as ever.
        if (services.Any(service => service.ServiceType == typeof(SiloLifecycleSubject) && service.ImplementationType == typeof(SiloLifecycleSubject)))
            services.Replace(ServiceDescriptor.Singleton<SiloLifecycleSubject, PatientLifecycle>());
    }
}
