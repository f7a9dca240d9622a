using Microsoft.Extensions.DependencyInjection;

namespace Failfast.GrainCalls;

/// <summary>Finds grains under guard, and where <see cref="GuardedByAttribute"/> can't work.</summary>
internal static class GuardedTypes
{
    /// <summary>The grain classes with a guarded method.</summary>
    public static IEnumerable<Type> In(IServiceCollection services) => GrainManifest.Classes(services).Where(IsGuarded);

    public static bool IsGuarded(Type grain) => CoveredMethod.Of(grain).Any();

    /// <summary>Every attribute that can't work, each a sentence that says why.</summary>
    /// <param name="grains">The silo's grain classes.</param>
    /// <param name="marks">The attributes in their assemblies.</param>
    public static IEnumerable<string> Errors(IReadOnlyCollection<Type> grains, IReadOnlyCollection<GuardMark> marks)
    {
        // An interface may be marked for other silos, that have its grains; what can be said of it alone is said here too.
        var marked = marks.Select(mark => mark.On as Type ?? mark.On.DeclaringType!).Where(typeof(IGrain).IsAssignableFrom);
        var covered = grains.Union(marked).SelectMany(CoveredMethod.Of).ToList();
        var covering = covered.SelectMany(method => method.Marks).DistinctBy(mark => mark.Place).ToList();
        var found = marks.UnionBy(covering, mark => mark.Place);
        var places = covering.Select(mark => mark.Place).ToHashSet();
        return found.Where(mark => !BreakerName.IsValid(mark.Breaker)).Select(BadName)
            .Concat(covered.SelectMany(method => method.Errors()))
            .Concat(marks.Where(mark => !places.Contains(mark.Place)).Select(mark => Useless(mark, grains)).OfType<string>())
            .Distinct().Select(error => $"[GuardedBy] on {error}");
    }

    private static string BadName(GuardMark mark) =>
        $"{mark}: '{Printable.Of(mark.Breaker)}' is not a breaker name: use 1 to {BreakerName.MaxLength} ASCII letters, digits and . _ : @ -.";

    private static string? Useless(GuardMark mark, IEnumerable<Type> grains)
    {
        var type = mark.On as Type ?? mark.On.DeclaringType!;
        var isBase = type.IsAbstract && typeof(IGrainBase).IsAssignableFrom(type);
        // A library's base class, of which this silo has no grain.
        if (isBase && !grains.Any(grain => Derives(grain, type)))
            return null;
        return !isBase && !typeof(IGrain).IsAssignableFrom(type) ? $"{mark}: that is neither a grain nor a grain interface."
            : mark.On is Type ? $"{mark}: no grain method is covered by it."
            : $"{mark}: no grain interface calls that method.";
    }

    private static bool Derives(Type grain, Type from)
    {
        for (var type = grain.BaseType; type is not null; type = type.BaseType)
            if (type.HasSameMetadataDefinitionAs(from))
                return true;
        return false;
    }
}
