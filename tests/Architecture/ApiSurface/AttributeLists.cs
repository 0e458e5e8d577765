using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>Writes the attributes that the lists record.</summary>
internal static class AttributeLists
{
    private const string CodeAnalysis = "System.Diagnostics.CodeAnalysis";

    private static readonly string[] FlowNames =
    [
        "AllowNull", "DisallowNull", "MaybeNull", "NotNull", "MaybeNullWhen", "NotNullWhen", "NotNullIfNotNull",
        "MemberNotNull", "MemberNotNullWhen", "DoesNotReturn", "DoesNotReturnIf",
    ];

    /// <summary>AttributeUsage, Obsolete and their like of a type or member, separated by spaces.</summary>
    public static string OfSymbol(ISymbol symbol)
    {
        var written = new List<string?>
        {
            Find(symbol, "System.AttributeUsageAttribute") is { } usage ? WriteUsage(usage) : null,
            Find(symbol, "System.ObsoleteAttribute") is { } obsolete ? WriteObsolete(obsolete) : null,
            Find(symbol, "System.FlagsAttribute") is null ? null : "[Flags]",
            Find(symbol, $"{CodeAnalysis}.ExperimentalAttribute") is { } experimental
                ? $"[Experimental({experimental.ConstructorArguments[0].ToCSharpString()})]" : null,
            Find(symbol, $"{CodeAnalysis}.SetsRequiredMembersAttribute") is null ? null : "[SetsRequiredMembers]",
            Find(symbol, "System.ComponentModel.EditorBrowsableAttribute") is { ConstructorArguments: [{ Value: 1 }] }
                ? "[EditorBrowsable(Never)]" : null,
            symbol is IMethodSymbol
                && Find(symbol, "System.Runtime.CompilerServices.CompilerGeneratedAttribute") is not null
                ? "[CompilerGenerated]" : null,
        };
        return string.Join(' ', written.Where(attribute => attribute is not null));
    }

    /// <summary>The attributes that steer nullable flow analysis, each followed by a space.</summary>
    public static string Flow(IEnumerable<AttributeData> attributes, string target = "") => string.Concat(
        from attribute in attributes
        where attribute.AttributeClass?.ContainingNamespace.ToDisplayString() == CodeAnalysis
        let name = attribute.AttributeClass!.Name.Replace("Attribute", "", StringComparison.Ordinal)
        where FlowNames.Contains(name)
        let arguments = string.Join(", ", attribute.ConstructorArguments.Select(argument => argument.ToCSharpString()))
        select $"[{target}{name}{(arguments.Length == 0 ? "" : $"({arguments})")}] ");

    private static AttributeData? Find(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == name);

    private static string WriteUsage(AttributeData usage)
    {
        var targets = (AttributeTargets)(int)usage.ConstructorArguments[0].Value!;
        var text = targets.ToString().Replace(", ", " | ", StringComparison.Ordinal);
        var multiple = Named("AllowMultiple", missing: false);
        return $"[AttributeUsage({text}, AllowMultiple = {multiple}, Inherited = {Named("Inherited", missing: true)})]";

        string Named(string name, bool missing)
        {
            var given = usage.NamedArguments.FirstOrDefault(argument => argument.Key == name);
            return (given.Key is null ? missing : (bool)given.Value.Value!) ? "true" : "false";
        }
    }

    private static string WriteObsolete(AttributeData obsolete)
    {
        var arguments = obsolete.ConstructorArguments
            .Select((argument, index) =>
                index == 0 ? argument.ToCSharpString() : $"error = {argument.ToCSharpString()}")
            .Concat(obsolete.NamedArguments.Select(argument => $"{argument.Key} = {argument.Value.ToCSharpString()}"))
            .ToList();
        return arguments.Count == 0 ? "[Obsolete]" : $"[Obsolete({string.Join(", ", arguments)})]";
    }
}
