using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Failfast.Analyzers;

/// <summary>The parameters that are breakers' names.</summary>
internal static class NameParameters
{
    /// <summary>The parameter of a call that names a breaker; null if none does.</summary>
    public static (string Parameter, NameUse Use)? Of(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "GetBreaker" } method when Rule.IsOurs(method.ContainingType, "GrainFactoryExtensions") => ("name", NameUse.Name),
        { Name: "GetGrain", TypeArguments.Length: 1 } method when Rule.IsOurs(method.TypeArguments[0], "IBreakerGrain") => ("primaryKey", NameUse.Name),
        { Name: "GetBreakerFamily" } method when Rule.IsOurs(method.ContainingType, "BreakerFamilyExtensions") => ("pattern", NameUse.Family),
        { Name: "Forget" } method when Rule.IsOurs(method.ContainingType, "IBreakerDirectory") => ("name", NameUse.Name),
        { Name: "ShouldHandle" or "ShouldHandleResult" or "Ignore" or "RetryAfter" } method when Rule.IsOurs(method.ContainingType, "FailfastOptions") =>
            ("breaker", NameUse.Key),
        { Name: "AddFailfastBreaker" } method when method.ContainingType.Name == "FailfastHttpClientBuilderExtensions" => ("name", NameUse.Name),
        { Name: "AddFailfastBreaker" } method when method.ContainingType.Name == "FailfastResiliencePipelineBuilderExtensions" => ("breaker", NameUse.Name),
        { Name: "Add" or "TryAdd" } when IsBreakers(call.Instance ?? call.Arguments.FirstOrDefault()?.Value) => ("key", NameUse.Key),
        _ => null,
    };

    /// <summary>Whether a value is <c>FailfastOptions.Breakers</c>.</summary>
    public static bool IsBreakers(IOperation? value) =>
        value is IPropertyReferenceOperation { Property: { Name: "Breakers" } property } && Rule.IsOurs(property.ContainingType, "FailfastOptions");
}
