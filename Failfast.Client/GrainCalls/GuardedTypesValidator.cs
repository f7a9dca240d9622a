using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Failfast.GrainCalls;

/// <summary>Keeps a silo from starting if an attribute on its grains would not guard them.</summary>
internal sealed class GuardedTypesValidator(IOptions<GrainTypeOptions> grainTypes, IEnumerable<IIncomingGrainCallFilter> filters)
    : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var grains = grainTypes.Value.Classes.Where(grain => !GrainContracts.IsOrleans(grain)).ToList();
        var errors = GuardedTypes.Errors(grains).ToList();
        if (!filters.Any(filter => filter is GuardedByFilter) && grains.FirstOrDefault(GuardedTypes.IsGuarded) is { } guarded)
            errors.Add($"[GuardedBy] on {guarded.FullName} is not in force: call AddFailfast() after its assembly has been added to the silo.");
        if (errors.Count > 0)
            throw new OrleansConfigurationException($"Failfast can't guard these grains: {string.Join(" ", errors)}");
    }
}
