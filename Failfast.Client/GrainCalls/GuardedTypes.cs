using Microsoft.Extensions.DependencyInjection;

namespace Failfast.GrainCalls;

/// <summary>Finds guarded grains, and where <see cref="GuardedByAttribute"/> on them can't work.</summary>
internal static class GuardedTypes
{
    /// <summary>The grain classes with a guarded method.</summary>
    public static IEnumerable<Type> In(IServiceCollection services) => GrainManifest.Classes(services).Where(IsGuarded);

    public static bool IsGuarded(Type grain) => CoveredMethod.Of(grain).Any();

    /// <summary>Every attribute that would not guard as it says, each as a sentence with the reason.</summary>
    public static IEnumerable<string> Errors(IReadOnlyCollection<Type> grains)
    {
        var covered = grains.SelectMany(CoveredMethod.Of).ToList();
        var covering = covered.SelectMany(method => method.Marks).DistinctBy(mark => mark.Place).ToList();
        return covering.Select(NameError).OfType<string>()
            .Concat(covered.Select(method => method.Error()).OfType<string>())
            .Concat(grains.SelectMany(GuardMarks.On).ExceptBy(covering.Select(mark => mark.Place), mark => mark.Place).Select(Useless))
            .Distinct().Select(error => $"[GuardedBy] on {error}");
    }

    /// <summary>What is wrong with the breaker's name; null if it is valid.</summary>
    public static string? NameError(GuardMark mark) => BreakerName.IsValid(mark.Breaker) ? null
        : $"{mark}: '{Printable.Of(mark.Breaker)}' is not a breaker name: use 1 to {BreakerName.MaxLength} ASCII letters, digits and . _ : @ -.";

    private static string Useless(GuardMark mark) =>
        mark.On is Type ? $"{mark}: it covers no grain method." : $"{mark}: no grain interface calls that method.";
}
