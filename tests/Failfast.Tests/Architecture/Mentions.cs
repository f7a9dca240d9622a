using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Failfast.Tests.Architecture;

/// <summary>Everything that a type's code and signatures mention, compiler-generated nested types included.</summary>
internal static class Mentions
{
    public static AssemblyDefinition Read(string assembly) =>
        AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));

    public static IEnumerable<TypeDefinition> TypesIn(AssemblyDefinition assembly, params string[] namespaces) =>
        assembly.MainModule.Types.Where(type => namespaces.Contains(type.Namespace));

    /// <summary>Types, attributes aside.</summary>
    public static IEnumerable<TypeReference> Types(TypeDefinition type) =>
        Raw(type).Concat(Members(type).SelectMany(OfMember)).SelectMany(Flatten);

    /// <summary>Types, attributes included.</summary>
    public static IEnumerable<TypeReference> TypesAndAttributes(TypeDefinition type) =>
        Types(type).Concat(Attributes(type).SelectMany(attribute => Flatten(attribute.AttributeType)));

    /// <summary>Methods and fields that the code uses.</summary>
    public static IEnumerable<MemberReference> Members(TypeDefinition type) => WithNested(type).SelectMany(each => each.Methods).SelectMany(Members);

    /// <summary>Methods and fields that the method's own code uses.</summary>
    public static IEnumerable<MemberReference> Members(MethodDefinition method) => !method.HasBody
        ? []
        : method.Body.Instructions.Select(instruction => instruction.Operand)
            .Where(operand => operand is MethodReference or FieldReference)
            .Cast<MemberReference>();

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<CustomAttribute> Attributes(TypeDefinition type) => WithNested(type).SelectMany(each =>
        each.CustomAttributes
            .Concat(each.Methods.SelectMany(method => method.CustomAttributes))
            .Concat(each.Fields.SelectMany(field => field.CustomAttributes))
            .Concat(each.Properties.SelectMany(property => property.CustomAttributes)));

    private static IEnumerable<TypeReference?> Raw(TypeDefinition type) => WithNested(type).SelectMany(each =>
        each.Interfaces.Select(implemented => implemented.InterfaceType)
            .Append(each.BaseType)
            .Concat(each.Fields.Select(field => field.FieldType))
            .Concat(each.Methods.SelectMany(OfMethod)));

    private static IEnumerable<TypeReference?> OfMethod(MethodDefinition method)
    {
        var types = method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);
        return !method.HasBody
            ? types
            : types.Concat(method.Body.Variables.Select(variable => variable.VariableType))
                .Concat(method.Body.ExceptionHandlers.Select(handler => handler.CatchType))
                .Concat(method.Body.Instructions.Select(Operand));

        static TypeReference? Operand(Instruction instruction) => instruction.Operand as TypeReference;
    }

    private static IEnumerable<TypeReference?> OfMember(MemberReference member) => member switch
    {
        GenericInstanceMethod generic => generic.GenericArguments.Append(generic.ReturnType).Append(generic.DeclaringType),
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Flatten(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Flatten).Concat(Flatten(generic.ElementType)),
        TypeSpecification specification => Flatten(specification.ElementType),
        _ => [type],
    };
}
