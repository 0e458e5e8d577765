using Microsoft.CodeAnalysis;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>Turns a compiled type into the lines that the lists have for it.</summary>
internal sealed class SignatureFormatter(Func<INamedTypeSymbol, string?> mapNamespace)
{
    private static readonly string[] RecordSynthesized = ["<Clone>$", "EqualityContract", "PrintMembers"];

    /// <summary>The TYPE line of a type and a line for each member that another assembly can use.</summary>
    public IEnumerable<ApiLine> Format(INamedTypeSymbol type)
    {
        yield return new(type, "TYPE", types => TypeDeclaration.Write(type, types), mapNamespace);
        if (type.TypeKind == TypeKind.Delegate)
        {
            yield break;
        }

        foreach (var member in type.GetMembers().Where(IsListed))
        {
            yield return member switch
            {
                IFieldSymbol field when type.TypeKind == TypeKind.Enum =>
                    new(field, "ENUMVALUE", _ => $"{field.Name} = {field.ConstantValue}", mapNamespace),
                IFieldSymbol field => new(field, "FIELD", types => MemberDeclaration.Write(field, types), mapNamespace),
                IEventSymbol @event =>
                    new(@event, "EVENT", types => MemberDeclaration.Write(@event, types), mapNamespace),
                IPropertySymbol property =>
                    new(property, "PROPERTY", types => MemberDeclaration.Write(property, types), mapNamespace),
                IMethodSymbol { MethodKind: MethodKind.Constructor } constructor =>
                    new(constructor, "CTOR", types => MemberDeclaration.Write(constructor, types), mapNamespace),
                IMethodSymbol method =>
                    new(method, "METHOD", types => MemberDeclaration.Write(method, types), mapNamespace),
                _ => throw new NotSupportedException($"No line for {member.Kind} {member}."),
            };
        }
    }

    private static bool IsListed(ISymbol member) => SymbolNames.Accessibility(member) is not null
        && member is not INamedTypeSymbol
        && !RecordSynthesized.Contains(member.Name)
        && (member is not IMethodSymbol method || IsListed(method))
        && (member is not IFieldSymbol { IsImplicitlyDeclared: true }
            || member.ContainingType.TypeKind != TypeKind.Enum);

    private static bool IsListed(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Ordinary or MethodKind.UserDefinedOperator or MethodKind.Conversion => !method.Name.Contains('.'),
        // The parameterless constructor of a struct is listed where it is written.
        MethodKind.Constructor => !method.IsImplicitlyDeclared || !method.ContainingType.IsValueType,
        _ => false,
    };
}
