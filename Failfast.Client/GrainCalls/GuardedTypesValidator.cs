using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization.Configuration;

namespace Failfast.GrainCalls;

/// <summary>Keeps a silo from starting whose grains are guarded in ways that can't work.</summary>
internal sealed class GuardedTypesValidator(
    IEnumerable<IConfigureOptions<TypeManifestOptions>> manifests, IOptions<GrainTypeOptions> grainTypes, IEnumerable<IIncomingGrainCallFilter> filters)
    : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var grains = grainTypes.Value.Classes.Where(grain => !GrainContracts.IsOrleans(grain)).ToList();
        var marks = MarkedTypes.In(manifests.Select(manifest => manifest.GetType()).Concat(grains)).ToList();
        var errors = GuardedTypes.Errors(grains, marks).ToList();
        if (!filters.Any(filter => filter is GuardedByFilter) && grains.FirstOrDefault(GuardedTypes.IsGuarded) is { } guarded)
            errors.Add($"[GuardedBy] on {guarded.FullName} is not in force: call AddFailfast() after its assembly has been added to the silo.");
        if (errors.Count > 0)
            throw new OrleansConfigurationException($"Failfast can't guard these grains: {string.Join(" ", errors)}");
    }
}
