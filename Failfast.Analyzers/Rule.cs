using Microsoft.CodeAnalysis;

namespace Failfast.Analyzers;

/// <summary>What the rules have in common.</summary>
internal static class Rule
{
    public const string Reliability = nameof(Reliability);
    public const string Usage = nameof(Usage);

    /// <summary>Where a rule is explained, in the repository and in the package.</summary>
    public static string HelpOf(string id) => $"docs/analyzers.md#{id.ToLowerInvariant()}";

    /// <summary>Whether a type is the one of that name in the namespace <c>Failfast</c>.</summary>
    public static bool IsOurs(ITypeSymbol? type, string name) =>
        type is { ContainingNamespace: { Name: "Failfast", ContainingNamespace.IsGlobalNamespace: true } } && type.Name == name;
}
