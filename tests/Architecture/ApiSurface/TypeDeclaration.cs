using Microsoft.CodeAnalysis;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>Writes the declaration of a TYPE line.</summary>
internal static class TypeDeclaration
{
    public static string Write(INamedTypeSymbol type, TypeReferences types)
    {
        var access = SymbolNames.Accessibility(type);
        var parts = new List<string> { $"{access} {Modifiers(type)}{Kind(type)} {type.Name}{Parameters(type)}" };
        if (type.TypeKind == TypeKind.Class && type.BaseType is { SpecialType: not SpecialType.System_Object } @base)
        {
            parts.Add($"base={types.WriteBase(@base)}");
        }

        var inherited = type.BaseType?.AllInterfaces ?? [];
        var interfaces = type.TypeKind is TypeKind.Enum or TypeKind.Delegate
            ? []
            : type.AllInterfaces
                .Where(face => !inherited.Contains(face, SymbolEqualityComparer.Default))
                .Select(types.WritePlain).Order(StringComparer.Ordinal).ToList();
        if (interfaces.Count > 0)
        {
            parts.Add($"interfaces={string.Join(", ", interfaces)}");
        }

        if (type.EnumUnderlyingType is { } underlying)
        {
            parts.Add($"underlying={types.Write(underlying)}");
        }

        if (type is { TypeKind: TypeKind.Delegate, DelegateInvokeMethod: { } invoke })
        {
            var parameters = MemberDeclaration.Parameters(invoke.Parameters, types);
            parts.Add($"invoke={MemberDeclaration.Returned(invoke, types)} {parameters}");
        }

        if (MemberDeclaration.Constraints(type.TypeParameters, types) is { Length: > 0 } constraints)
        {
            parts.Add(constraints);
        }

        return string.Join("; ", parts);
    }

    private static string Modifiers(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Struct, IsRefLikeType: true } => type.IsReadOnly ? "readonly ref " : "ref ",
        { TypeKind: TypeKind.Struct, IsReadOnly: true } => "readonly ",
        { TypeKind: not TypeKind.Class } => "",
        { IsStatic: true } => "static ",
        // Metadata has no static classes: they are abstract and sealed there.
        { IsAbstract: true, IsSealed: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsSealed: true } => "sealed ",
        _ => "",
    };

    private static string Kind(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Class => type.GetMembers("<Clone>$").IsEmpty ? "class" : "record class",
        // Metadata does not mark a record struct, but nothing else has a synthesized PrintMembers.
        TypeKind.Struct => type.GetMembers("PrintMembers").IsEmpty ? "struct" : "record struct",
        TypeKind.Interface => "interface",
        TypeKind.Enum => "enum",
        TypeKind.Delegate => "delegate",
        _ => throw new NotSupportedException($"No kind for {type.TypeKind} {type}."),
    };

    private static string Parameters(INamedTypeSymbol type) => type.TypeParameters.Length == 0
        ? ""
        : $"<{string.Join(", ", type.TypeParameters.Select(parameter => Variance(parameter) + parameter.Name))}>";

    private static string Variance(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => "",
    };
}
