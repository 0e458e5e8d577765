using System.Text;
using Swarm.Tests.Architecture.ApiSurface;

namespace Swarm.Tests.Architecture.AzureBuild;

/// <summary>
/// Writes the real packages as C# that has their public face and no content. What compiles against it compiles against
/// them, as far as the lists are true.
/// </summary>
internal sealed class StubWriter(ApiLists lists)
{
    private const string Usings = """
        #nullable enable
        using System;
        using System.ComponentModel;
        using System.Diagnostics.CodeAnalysis;

        """;

    /// <summary>A parameter that no caller can have: its constructors are there for derived stubs alone.</summary>
    private const string Marker = "internal sealed class StubMarker { }\n";

    private readonly Dictionary<string, StubType> _types = lists.Types
        .Select(type => new StubType(lists[type.Namespace, type.Type]))
        .ToDictionary(type => type.FullName, StringComparer.Ordinal);

    public string Write()
    {
        var text = new StringBuilder(Usings + Marker);
        foreach (var type in _types.Values.Where(type => !type.Entry.Type.Contains('+', StringComparison.Ordinal)))
        {
            text.Append("namespace ").Append(type.Entry.Namespace).AppendLine(" {");
            Write(type, text);
            text.AppendLine("}");
        }

        return text.ToString();
    }

    private void Write(StubType type, StringBuilder text)
    {
        text.AppendLine(CSharpText.Attributes(type.Entry));
        if (type.IsDelegate)
        {
            var head = type.Head.Split(" delegate ");
            var cut = type.Invoke!.IndexOf(" (", StringComparison.Ordinal);
            text.AppendLine($"{head[0]} delegate {CSharpText.Qualify(type.Invoke[..cut])} {head[1]}"
                + $"({CSharpText.Parameters(type.Invoke[(cut + 2)..^1])}){type.Constraints};");
            return;
        }

        var bases = type.IsEnum
            ? [type.Underlying!]
            : new[] { type.Base }.Concat(type.Interfaces)
                .Where(name => name is not null)
                .Select(name => CSharpText.Qualify(name!));
        var inherited = string.Join(", ", bases);
        text.Append(type.IsEnum ? type.Head : WithPartial(type.Head));
        text.Append(type.Positional is { } positional ? $"({CSharpText.Parameters(positional)})" : "");
        text.Append(inherited.Length == 0 ? "" : $" : {inherited}").Append(type.Constraints).AppendLine(" {");
        var members = new StubMembers(type, _types);
        foreach (var member in members.Write())
        {
            text.AppendLine(member);
        }

        foreach (var nested in _types.Values.Where(nested => IsNestedIn(nested, type)))
        {
            Write(nested, text);
        }

        text.AppendLine("}");
    }

    private static bool IsNestedIn(StubType inner, StubType outer) => inner.Entry.Namespace == outer.Entry.Namespace
        && inner.Entry.Type.StartsWith(outer.Entry.Type + "+", StringComparison.Ordinal)
        && !inner.Entry.Type[(outer.Entry.Type.Length + 1)..].Contains('+', StringComparison.Ordinal);

    private static string WithPartial(string head)
    {
        foreach (var kind in new[] { "record class ", "record struct ", "class ", "struct ", "interface " })
        {
            var at = head.IndexOf(kind, StringComparison.Ordinal);
            if (at >= 0)
            {
                return head.Insert(at, "partial ");
            }
        }

        throw new FormatException($"No kind in '{head}'.");
    }
}
