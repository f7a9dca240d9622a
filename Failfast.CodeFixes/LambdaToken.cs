using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Failfast.CodeFixes;

/// <summary>The parameter by which a lambda gets its token: the last.</summary>
internal static class LambdaToken
{
    private static readonly string[] s_names = ["ct", "token", "callToken"];

    public static ParameterSyntax? Of(AnonymousFunctionExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax many => many.ParameterList.Parameters.LastOrDefault(),
        AnonymousMethodExpressionSyntax { ParameterList: { } list } => list.Parameters.LastOrDefault(),
        _ => null,
    };

    /// <summary>A name for it that hides no other.</summary>
    public static string FreeName(SemanticModel model, int position) =>
        s_names.FirstOrDefault(name => model.LookupSymbols(position, name: name).IsEmpty) ?? "guardToken";
}
