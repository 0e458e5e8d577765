using System.Text.RegularExpressions;
using Swarm.Tests.Architecture.ApiSurface;

namespace Swarm.Tests.Architecture.AzureBuild;

/// <summary>Writes the members of one stub.</summary>
internal sealed partial class StubMembers(StubType type, IReadOnlyDictionary<string, StubType> all)
{
    private const string MarkerArgument = "(default(global::StubMarker)!)";

    // Base types outside the lists that have no constructor without parameters.
    private static readonly Dictionary<string, string> ForeignBaseArguments = new(StringComparer.Ordinal)
    {
        ["Azure.RequestFailedException"] = "(\"\")",
    };

    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<",
        ["op_GreaterThan"] = ">",
        ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_BitwiseOr"] = "|",
    };

    public IEnumerable<string> Write()
    {
        var primary = type.Primary;
        var written = type.Members.Where(member => !type.IsRecord || !CSharpText.IsSynthesized(member));
        foreach (var member in written.Where(member => member != primary))
        {
            var text = Write(member);
            yield return member.IsOblivious ? $"\n#nullable disable\n{text}\n#nullable enable" : text;
        }

        if (type is { IsInterface: false, IsStruct: false, IsStatic: false, IsEnum: false })
        {
            yield return $"internal {type.Name}(global::StubMarker stub) {PrimaryCall() ?? BaseCall()} {{ }}";
        }
    }

    private string Write(ApiEntry member) => CSharpText.Attributes(member) + " " + member.Kind switch
    {
        "ENUMVALUE" => member.Declaration + ",",
        "FIELD" => Field(member.Declaration),
        "EVENT" => CSharpText.Qualify(member.Declaration) + " { add { } remove { } }",
        "PROPERTY" => Property(member.Declaration),
        "CTOR" => Constructor(member.Declaration),
        "METHOD" => Method(member.Declaration),
        _ => throw new FormatException($"No member: {member}."),
    };

    private string Field(string declaration)
    {
        var text = CSharpText.Qualify(declaration);
        return text.Contains(" const ", StringComparison.Ordinal) || type.IsStruct ? text + ";" : text + " = default!;";
    }

    private string Constructor(string declaration)
    {
        var parameters = CSharpText.ParametersOf(declaration);
        var open = declaration.IndexOf('(', StringComparison.Ordinal);
        var isCopy = type.IsRecord && parameters.StartsWith(type.FullName + " ", StringComparison.Ordinal);
        var chained = type.IsStruct ? ""
            : isCopy ? type.Base is null ? "" : $": base({parameters.Split(' ')[^1]})"
            : PrimaryCall() ?? BaseCall();
        return $"{declaration[..open]}({CSharpText.Parameters(parameters)}) {chained} {{ throw null!; }}";
    }

    private string? PrimaryCall() => type.Positional is { } positional
        ? $": this({string.Join(", ", CSharpText.SplitList(positional).Select(Default))})"
        : null;

    private static string Default(string parameter)
    {
        var declared = parameter.Split(" = ")[0];
        return $"default({CSharpText.Qualify(declared[..declared.LastIndexOf(' ')])})!";
    }

    private string BaseCall() => type.Base switch
    {
        null => "",
        var name when all.ContainsKey(StubType.KeyOf(name)) => ": base" + MarkerArgument,
        var name when ForeignBaseArguments.TryGetValue(name, out var arguments) => ": base" + arguments,
        _ => "",
    };

    private string Property(string declaration)
    {
        var open = declaration.LastIndexOf(" { ", StringComparison.Ordinal);
        var head = CSharpText.Qualify(declaration[..open]);
        var isReadOnly = head.Contains(" readonly ", StringComparison.Ordinal);
        head = head.Replace(" readonly ", " ", StringComparison.Ordinal);
        if (type.IsInterface || head.Contains(" abstract ", StringComparison.Ordinal))
        {
            return head + declaration[open..];
        }

        var accessors = declaration[(open + 3)..]
            .Replace("get;", (isReadOnly ? "readonly " : "") + "get => throw null!;", StringComparison.Ordinal);
        return $"{head} {{ {Setter().Replace(accessors, "${kind} { }")}";
    }

    private string Method(string declaration)
    {
        var returned = ReturnAttributes().Match(declaration);
        var text = returned.Success ? declaration.Remove(returned.Index, returned.Length) : declaration;
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var parameters = CSharpText.ParametersOf(text);
        var head = WithOperator(CSharpText.Qualify(text[..open]));
        var tail = CSharpText.Qualify(text[(open + parameters.Length + 2)..]);
        var isAbstract = head.Contains(" abstract ", StringComparison.Ordinal)
            || (type.IsInterface && !head.Contains(" virtual ", StringComparison.Ordinal));
        var body = isAbstract ? ";" : " => throw null!;";
        return $"{returned.Value}{head}({CSharpText.Parameters(parameters)}){tail}{body}";
    }

    private static string WithOperator(string head)
    {
        var words = head.Split(' ');
        if (words[^1] is "op_Implicit" or "op_Explicit")
        {
            return $"{string.Join(' ', words[..^2])} {words[^1][3..].ToLowerInvariant()} operator {words[^2]}";
        }

        return Operators.TryGetValue(words[^1], out var sign)
            ? $"{string.Join(' ', words[..^1])} operator {sign}"
            : head;
    }

    [GeneratedRegex(@"(?<kind>set|init);", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Setter();

    [GeneratedRegex(@"\[return: [^\]]+\] ", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ReturnAttributes();
}
