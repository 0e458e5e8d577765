using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>Writes the declaration of a member line.</summary>
internal static class MemberDeclaration
{
    public static string Write(IMethodSymbol method, TypeReferences types)
    {
        if (method.MethodKind == MethodKind.Constructor)
        {
            return $"{SymbolNames.Accessibility(method)} {method.ContainingType.Name}"
                + Parameters(method.Parameters, types);
        }

        var generic = method.TypeParameters.Length == 0
            ? ""
            : $"<{string.Join(", ", method.TypeParameters.Select(parameter => parameter.Name))}>";
        var constraints = Constraints(method.TypeParameters, types);
        var parameters = Parameters(method.Parameters, types, isExtension: method.IsExtensionMethod);
        return $"{SymbolNames.Accessibility(method)} {Modifiers(method, method.IsReadOnly)}{Returned(method, types)} "
            + $"{method.Name}{generic}{parameters}{(constraints.Length == 0 ? "" : " " + constraints)}";
    }

    public static string Write(IPropertySymbol property, TypeReferences types)
    {
        var accessors = Accessor(property, property.GetMethod, "get")
            + Accessor(property, property.SetMethod, property.SetMethod?.IsInitOnly == true ? "init" : "set");
        var flow = AttributeLists.Flow(property.GetAttributes());
        var name = property.IsIndexer ? $"this{Brackets(Parameters(property.Parameters, types))}" : property.Name;
        var required = property.IsRequired ? "required " : "";
        var modifiers = Modifiers(property, property.GetMethod?.IsReadOnly == true) + required;
        var type = Ref(property.RefKind) + types.Write(property.Type);
        return $"{SymbolNames.Accessibility(property)} {modifiers}{flow}{type} {name} {{ {accessors}}}";
    }

    public static string Write(IFieldSymbol field, TypeReferences types)
    {
        var modifiers = (field.IsConst ? "const " : field.IsStatic ? "static " : "")
            + (field.IsReadOnly ? "readonly " : "") + (field.IsRequired ? "required " : "");
        var literal = field.IsConst ? $" = {types.WriteLiteral(field.ConstantValue, field.Type)}" : "";
        var flow = AttributeLists.Flow(field.GetAttributes());
        return $"{SymbolNames.Accessibility(field)} {modifiers}{flow}{types.Write(field.Type)} {field.Name}{literal}";
    }

    public static string Write(IEventSymbol @event, TypeReferences types) =>
        $"{SymbolNames.Accessibility(@event)} {Modifiers(@event, isReadOnly: false)}event "
            + $"{types.Write(@event.Type)} {@event.Name}";

    /// <summary>Flow attributes, ref kind and type of what a method returns.</summary>
    public static string Returned(IMethodSymbol method, TypeReferences types)
    {
        var flow = AttributeLists.Flow(method.GetAttributes())
            + AttributeLists.Flow(method.GetReturnTypeAttributes(), target: "return: ");
        return flow + Ref(method.RefKind) + types.Write(method.ReturnType);
    }

    public static string Parameters(
        ImmutableArray<IParameterSymbol> parameters, TypeReferences types, bool isExtension = false) =>
        $"({string.Join(", ", parameters.Select(
            parameter => Parameter(parameter, types, isExtension && parameter.Ordinal == 0)))})";

    /// <summary>Every "where" of a type or method, separated by spaces.</summary>
    public static string Constraints(ImmutableArray<ITypeParameterSymbol> parameters, TypeReferences types) =>
        string.Join(' ', parameters
            .Select(parameter => (parameter.Name, All: Constraints(parameter, types).ToList()))
            .Where(pair => pair.All.Count > 0)
            .Select(pair => $"where {pair.Name} : {string.Join(", ", pair.All)}"));

    private static IEnumerable<string> Constraints(ITypeParameterSymbol parameter, TypeReferences types)
    {
        if (parameter.HasUnmanagedTypeConstraint || parameter.HasValueTypeConstraint)
        {
            yield return parameter.HasUnmanagedTypeConstraint ? "unmanaged" : "struct";
        }
        else if (parameter.HasReferenceTypeConstraint || parameter.HasNotNullConstraint)
        {
            yield return parameter.HasReferenceTypeConstraint ? "class" : "notnull";
        }

        foreach (var type in parameter.ConstraintTypes)
        {
            yield return types.WritePlain(type);
        }

        if (parameter.HasConstructorConstraint)
        {
            yield return "new()";
        }
    }

    private static string Parameter(IParameterSymbol parameter, TypeReferences types, bool isThis)
    {
        var kind = parameter.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In => "in ",
            RefKind.RefReadOnlyParameter => "ref readonly ",
            _ => "",
        };
        var literal = parameter.HasExplicitDefaultValue
            ? $" = {types.WriteLiteral(parameter.ExplicitDefaultValue, parameter.Type)}"
            : "";
        var modifiers = (isThis ? "this " : "") + (parameter.IsParams ? "params " : "");
        return $"{AttributeLists.Flow(parameter.GetAttributes())}{modifiers}{kind}"
            + $"{types.Write(parameter.Type)} {parameter.Name}{literal}";
    }

    private static string Modifiers(ISymbol member, bool isReadOnly)
    {
        var inInterface = member.ContainingType.TypeKind == TypeKind.Interface;
        return (member.IsStatic ? "static " : "")
            + (member.IsAbstract && (!inInterface || member.IsStatic) ? "abstract " : "")
            + (member.IsVirtual ? "virtual " : "")
            + (member is { IsSealed: true, IsOverride: true } ? "sealed " : "")
            + (member.IsOverride ? "override " : "")
            + (isReadOnly && !member.ContainingType.IsReadOnly ? "readonly " : "");
    }

    private static string Accessor(IPropertySymbol property, IMethodSymbol? accessor, string name)
    {
        if (accessor is null || SymbolNames.Accessibility(accessor) is not { } accessibility)
        {
            return "";
        }

        return accessor.DeclaredAccessibility == property.DeclaredAccessibility
            ? $"{name}; "
            : $"{accessibility} {name}; ";
    }

    private static string Ref(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref ",
        RefKind.RefReadOnly => "ref readonly ",
        _ => "",
    };

    private static string Brackets(string parameters) => $"[{parameters[1..^1]}]";
}
