using Microsoft.Extensions.Options;
using Orleans.Serialization.Configuration;

namespace Failfast.GrainCalls;

/// <summary>Keeps a silo from starting whose grains are guarded in ways that can't work.</summary>
internal sealed class GuardedTypesValidator(
    IEnumerable<IConfigureOptions<TypeManifestOptions>> manifests, IEnumerable<IIncomingGrainCallFilter> filters) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var marked = GuardedTypes.In(manifests.Select(manifest => manifest.GetType())).ToList();
        var errors = GuardedTypes.Errors(marked).ToList();
        if (marked.Count > 0 && !filters.Any(filter => filter is GuardedByFilter))
            errors.Add($"[GuardedBy] on {marked[0].FullName} is not in force: call AddFailfast() after its assembly has been added to the silo.");
        if (errors.Count > 0)
            throw new OrleansConfigurationException($"Failfast can't guard these grains: {string.Join(" ", errors)}");
    }
}
