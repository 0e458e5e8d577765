using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.Switch;

/// <summary>One file of the app says which host it is built for; the rest does not know.</summary>
internal static partial class SwitchRules
{
    private const string EmbeddedFolder = "functions/Hosts/Embedded/";

    private static readonly string[] RealNamespaces =
        ["Microsoft.DurableTask", "Microsoft.Azure.Functions.Worker", "Azure.Data.Tables"];

    private static readonly string[] RuntimeNamespaces = ["Swarm.Durable", "Swarm.Embedded"];

    public static bool IsApp(SourceFile file) => file.Path.StartsWith("functions/", StringComparison.Ordinal);

    /// <summary>The files of the app that name a namespace of the real packages.</summary>
    public static IEnumerable<string> Switches(IEnumerable<SourceFile> files) => files
        .Where(file => IsApp(file) && Named(file, RealNamespaces).Any())
        .Select(file => $"{file.Path} names {string.Join(", ", Named(file, RealNamespaces))}");

    /// <summary>The files of the app that are compiled differently on the two hosts.</summary>
    public static IEnumerable<string> Conditionals(IEnumerable<SourceFile> files) => files
        .Where(file => IsApp(file) && file.Root.DescendantTrivia(descendIntoTrivia: true)
            .Any(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia)))
        .Select(file => file.Path);

    /// <summary>Files that name the runtime although neither the switch nor an adapter of the embedded host.</summary>
    public static IEnumerable<string> RuntimeOutsideItsFolder(IEnumerable<SourceFile> files) => files
        .Where(file => IsApp(file)
            && !file.Path.StartsWith(EmbeddedFolder, StringComparison.Ordinal)
            && !Named(file, RealNamespaces).Any())
        .SelectMany(file => Named(file, RuntimeNamespaces).Select(name =>
            $"{file.Path}: names {name}; only the switch file and {EmbeddedFolder} may, or the azure build breaks."));

    /// <summary>
    /// The interfaces of ours that the adapters of a host implement; not those that have one which both hosts compile.
    /// </summary>
    public static IEnumerable<string> Ports(IEnumerable<SourceFile> files, string host)
    {
        var app = files.Where(IsApp).ToList();
        var declared = app.SelectMany(file => file.Root.DescendantNodes().OfType<InterfaceDeclarationSyntax>())
            .Select(declaration => declaration.Identifier.Text).ToHashSet();
        var shared = Implemented(app.Where(file =>
            !file.Path.StartsWith("functions/Hosts/", StringComparison.Ordinal))).ToHashSet(StringComparer.Ordinal);
        return Implemented(app.Where(file =>
                file.Path.StartsWith($"functions/Hosts/{host}/", StringComparison.Ordinal)))
            .Where(type => declared.Contains(type) && !shared.Contains(type))
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Implemented(IEnumerable<SourceFile> files) => files
        .SelectMany(file => file.Root.DescendantNodes().OfType<BaseTypeSyntax>())
        .Select(type => type.Type.ToString());

    /// <summary>Bare uses of ambiguous names that the switch file gives no alias.</summary>
    public static IEnumerable<string> AmbiguousBare(IEnumerable<SourceFile> files)
    {
        var app = files.Where(IsApp).ToList();
        var aliases = app.SelectMany(file => AliasPattern().Matches(file.Text))
            .Select(match => match.Groups["alias"].Value).ToHashSet();
        var names = AmbiguousNames.All
            .Select(name => name.Split('`')[0])
            .SelectMany(name => new[] { name, name.Replace("Attribute", "", StringComparison.Ordinal) })
            .Where(name => !aliases.Contains(name))
            .ToHashSet(StringComparer.Ordinal);
        return from file in app
               from node in file.Root.DescendantNodes().OfType<SimpleNameSyntax>()
               where names.Contains(node.Identifier.Text) && IsBareType(node)
               select $"{file.At(node)}: {node.Identifier.Text} is ambiguous on the azure host; use var, or give it an "
                   + "alias in the switch file.";
    }

    private static bool IsBareType(SimpleNameSyntax name) => name.Parent switch
    {
        QualifiedNameSyntax qualified => qualified.Left == name,
        AliasQualifiedNameSyntax => false,
        MemberAccessExpressionSyntax access => access.Expression == name,
        MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax => false,
        _ => true,
    };

    private static IEnumerable<string> Named(SourceFile file, string[] namespaces)
    {
        // Tokens and the text that #if leaves out, but no comments: prose may say what it likes.
        var code = string.Concat(file.Root.DescendantTokens(descendIntoTrivia: true)
            .Where(token => !token.IsKind(SyntaxKind.XmlTextLiteralToken))
            .SelectMany(token => token.LeadingTrivia
                .Where(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia))
                .Select(trivia => trivia.ToString())
                .Append(token.Text
                    + (token.IsKind(SyntaxKind.IdentifierToken) || token.IsKind(SyntaxKind.DotToken) ? "" : " "))));
        return namespaces.Where(name => Regex.IsMatch(
            code, $@"(?<![\w.]){Regex.Escape(name)}(?![\w])", RegexOptions.None, TimeSpan.FromSeconds(10)));
    }

    [GeneratedRegex(
        @"global\s+using\s+(?<alias>\w+)\s*=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AliasPattern();
}
