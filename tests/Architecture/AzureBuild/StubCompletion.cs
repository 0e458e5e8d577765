using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Swarm.Tests.Architecture.ApiSurface;

namespace Swarm.Tests.Architecture.AzureBuild;

/// <summary>
/// The lists leave out explicit interface implementations, but without them no stub compiles: this writes them for
/// whatever a type promises and does not show.
/// </summary>
internal static class StubCompletion
{
    private static readonly SymbolDisplayFormat Types = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static string Write(CSharpCompilation stubs)
    {
        var text = new StringBuilder("#nullable enable\n");
        foreach (var type in SymbolNames.VisibleTypes(stubs.Assembly.GlobalNamespace)
            .Where(type => type.TypeKind is TypeKind.Class or TypeKind.Struct && type.ContainingType is null))
        {
            var missing = type.AllInterfaces
                .SelectMany(face => face.GetMembers())
                .Where(member => member is IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary })
                .Where(member => type.FindImplementationForInterfaceMember(member) is null)
                .ToList();
            if (missing.Count == 0)
            {
                continue;
            }

            var kind = (type.IsRecord ? "record " : "") + (type.IsValueType ? "struct" : "class");
            var parameters = type.TypeParameters.Length == 0
                ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => parameter.Name))}>";
            text.AppendLine(
                $"namespace {type.ContainingNamespace.ToDisplayString()} {{ partial {kind} {type.Name}{parameters} {{");
            missing.ForEach(member => text.AppendLine(Implement(member)));
            text.AppendLine("} }");
        }

        return text.ToString();
    }

    private static string Implement(ISymbol member)
    {
        var face = member.ContainingType.ToDisplayString(Types);
        return member switch
        {
            IPropertySymbol property => $"{property.Type.ToDisplayString(Types)} {face}."
                + (property.IsIndexer ? $"this[{Parameters(property.Parameters)}]" : property.Name)
                + $" {{ {(property.GetMethod is null ? "" : "get => throw null!; ")}"
                + (property.SetMethod is null ? "}" : property.SetMethod.IsInitOnly ? "init { } }" : "set { } }"),
            IMethodSymbol method => $"{method.ReturnType.ToDisplayString(Types)} {face}.{method.Name}"
                + (method.TypeParameters.Length == 0
                    ? ""
                    : $"<{string.Join(", ", method.TypeParameters.Select(p => p.Name))}>")
                + $"({Parameters(method.Parameters)}) => throw null!;",
            _ => throw new NotSupportedException($"No implementation for {member}."),
        };
    }

    private static string Parameters(IEnumerable<IParameterSymbol> parameters) => string.Join(", ", parameters.Select(
        parameter => (parameter.RefKind is RefKind.Out ? "out " : parameter.RefKind is RefKind.Ref ? "ref " : "")
            + $"{parameter.Type.ToDisplayString(Types)} @{parameter.Name}"));
}
