using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>Writes types and literals as the lists do, with the namespaces of the real packages.</summary>
/// <param name="mapNamespace">The real namespace of a type, or null where its own one stands.</param>
/// <param name="withNullability">Whether reference types carry their question marks.</param>
internal sealed class TypeReferences(Func<INamedTypeSymbol, string?> mapNamespace, bool withNullability)
{
    private static readonly Dictionary<SpecialType, string> Keywords = new()
    {
        [SpecialType.System_Object] = "object",
        [SpecialType.System_String] = "string",
        [SpecialType.System_Boolean] = "bool",
        [SpecialType.System_Char] = "char",
        [SpecialType.System_SByte] = "sbyte",
        [SpecialType.System_Byte] = "byte",
        [SpecialType.System_Int16] = "short",
        [SpecialType.System_UInt16] = "ushort",
        [SpecialType.System_Int32] = "int",
        [SpecialType.System_UInt32] = "uint",
        [SpecialType.System_Int64] = "long",
        [SpecialType.System_UInt64] = "ulong",
        [SpecialType.System_Single] = "float",
        [SpecialType.System_Double] = "double",
        [SpecialType.System_Decimal] = "decimal",
        [SpecialType.System_Void] = "void",
    };

    /// <summary>Whether a reference position without any nullability was written.</summary>
    public bool SawOblivious { get; private set; }

    public string Write(ITypeSymbol type) => Write(type, withNullability);

    /// <summary>Interfaces and constraints carry no nullability in the lists, neither outside nor inside.</summary>
    public string WritePlain(ITypeSymbol type) => Write(type, nullability: false);

    /// <summary>Base types carry none outside.</summary>
    public string WriteBase(INamedTypeSymbol type) => WriteNamed(type, withNullability);

    public string WriteLiteral(object? value, ITypeSymbol type) => value switch
    {
        null when type.IsReferenceType
            || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T => "null",
        null => "default",
        _ when type.TypeKind == TypeKind.Enum => WriteEnum(value, (INamedTypeSymbol)type),
        bool flag => flag ? "true" : "false",
        string text => $"\"{text}\"",
        char letter => $"'{letter}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"No literal for {value.GetType()}."),
    };

    private string Write(ITypeSymbol type, bool nullability)
    {
        var mark = "";
        if (type.IsReferenceType || type is ITypeParameterSymbol { IsValueType: false })
        {
            mark = nullability && type.NullableAnnotation == NullableAnnotation.Annotated ? "?" : "";
            SawOblivious |= nullability && type.NullableAnnotation == NullableAnnotation.None;
        }

        return type switch
        {
            IArrayTypeSymbol array =>
                $"{Write(array.ElementType, nullability)}[{new string(',', array.Rank - 1)}]{mark}",
            INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } value =>
                Write(value.TypeArguments[0], nullability) + "?",
            INamedTypeSymbol named => WriteNamed(named, nullability) + mark,
            ITypeParameterSymbol parameter => parameter.Name + mark,
            _ => throw new NotSupportedException($"No form for {type.TypeKind} {type}."),
        };
    }

    private string WriteNamed(INamedTypeSymbol type, bool nullability)
    {
        if (Keywords.TryGetValue(type.SpecialType, out var keyword))
        {
            return keyword;
        }

        if (type.IsTupleType && type.TupleUnderlyingType is { } tuple)
        {
            type = tuple;
        }

        var scope = type.ContainingType is { } outer ? WriteNamed(outer, nullability) : mapNamespace(type)
            ?? type.ContainingNamespace.ToDisplayString();
        var arguments = type.TypeArguments.Length == 0
            ? ""
            : $"<{string.Join(", ", type.TypeArguments.Select(argument => Write(argument, nullability)))}>";
        return $"{scope}.{type.Name}{arguments}";
    }

    private string WriteEnum(object value, INamedTypeSymbol type)
    {
        var name = WriteNamed(type, nullability: false);
        var members = type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).ToList();
        if (members.Find(field => Equals(field.ConstantValue, value)) is { } exact)
        {
            return $"{name}.{exact.Name}";
        }

        var bits = Bits(value);
        var flags = members.Where(field => Bits(field.ConstantValue) is not 0 and var bit && (bits & bit) == bit)
            .ToList();
        return flags.Count > 0 && flags.Aggregate(0L, (sum, field) => sum | Bits(field.ConstantValue)) == bits
            ? string.Join(" | ", flags.Select(field => $"{name}.{field.Name}"))
            : $"({name}){bits}";
    }

    private static long Bits(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
