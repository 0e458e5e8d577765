using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Swarm.Tests.Architecture.Sources;

/// <summary>A C# file of the repository, parsed.</summary>
internal sealed class SourceFile
{
    private readonly Lazy<CompilationUnitSyntax> _root;

    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        _root = new(() =>
            CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetCompilationUnitRoot());
    }

    /// <summary>Every C# file of the repository.</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
    [
        .. RepositoryRoot.Files
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => new SourceFile(file, File.ReadAllText(RepositoryRoot.Resolve(file)))),
    ];

    /// <summary>Relative to the repository, with '/' between folders.</summary>
    public string Path { get; }

    public string Text { get; }

    public CompilationUnitSyntax Root => _root.Value;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public IEnumerable<string> Folders => Path.Split('/')[..^1];

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>Whether the file mirrors a type of a real package, whose names are not ours to choose.</summary>
    public bool IsMirror => Path.StartsWith("runtime/", StringComparison.Ordinal) && Folders.Contains("Api");

    /// <summary>Classes, structs, interfaces, enums and delegates that stand in no other type.</summary>
    public IEnumerable<MemberDeclarationSyntax> TopLevelTypes => Root
        .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    public static SyntaxToken NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier,
        DelegateDeclarationSyntax declared => declared.Identifier,
        _ => throw new NotSupportedException($"{type.Kind()} has no name."),
    };

    /// <summary>Where something stands, in a form that editors and terminals can follow.</summary>
    public string At(SyntaxNodeOrToken node) =>
        $"{Path}:{node.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1}";

    /// <summary>The namespace that the folder demands; null for a file outside every project.</summary>
    public string? ExpectedNamespace()
    {
        for (var depth = Folders.Count(); depth > 0; depth--)
        {
            var folder = RepositoryRoot.Resolve(string.Join('/', Folders.Take(depth)));
            if (Directory.Exists(folder) && Directory.GetFiles(folder, "*.csproj") is [var project, ..])
            {
                var root = XDocument.Load(project).Descendants("RootNamespace").FirstOrDefault()?.Value
                    ?? System.IO.Path.GetFileNameWithoutExtension(project);
                return string.Join('.', Folders.Skip(depth).Prepend(root));
            }
        }

        return null;
    }
}
