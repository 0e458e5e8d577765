using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.Layout;

/// <summary>STYLE.md rules 1 and 2 and its list of words; each rule returns what offends it in one file.</summary>
internal static class LayoutRules
{
    public const int FileMaxLines = 400;
    public const int TestFileMaxLines = 600;
    public const int MethodMaxLines = 70;
    public const int MaxColumns = 120;

    private static readonly string[] BannedSuffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Impl"];
    private static readonly string[] BannedFolders = ["Helpers", "Managers", "Utils", "Utilities", "Common", "Misc"];

    public static IEnumerable<string> NamespaceIsPath(SourceFile file)
    {
        if (file.IsMirror || file.ExpectedNamespace() is not { } expected)
        {
            yield break;
        }

        var declared = file.Root.Members.OfType<BaseNamespaceDeclarationSyntax>().ToList();
        foreach (var offender in declared.Where(space => space.Name.ToString() != expected))
        {
            yield return $"{file.At(offender)}: the namespace is {offender.Name}, its folder says {expected}.";
        }

        foreach (var type in file.TopLevelTypes.Where(type => type.Parent is CompilationUnitSyntax))
        {
            yield return $"{file.At(type)}: {SourceFile.NameOf(type)} has no namespace, its folder says {expected}.";
        }
    }

    public static IEnumerable<string> OnePublicTypeNamedLikeItsFile(SourceFile file)
    {
        var types = file.TopLevelTypes.ToList();
        var isPublic = types.Where(type => type.Modifiers.Any(SyntaxKind.PublicKeyword)).ToList();
        if (isPublic.Count > 1)
        {
            yield return $"{file.Path}: holds {isPublic.Count} public types ({Names(isPublic)}); give each a file.";
        }

        // Small internal types of one family may share a file, which then has the name of the family.
        var named = isPublic.Count > 0 ? isPublic : types;
        if (named.Count > 0
            && (isPublic.Count > 0 || types.Count == 1)
            && !named.Exists(type => file.Name == SourceFile.NameOf(type).Text || file.Name == GenericFileName(type)))
        {
            yield return $"{file.Path}: is named after none of its types ({Names(named)}).";
        }
    }

    public static IEnumerable<string> SizesAreBounded(SourceFile file)
    {
        var lines = file.Text.Split('\n');
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        var limit = file.IsTest ? TestFileMaxLines : FileMaxLines;
        if (count > limit)
        {
            yield return $"{file.Path}: has {count} lines, the limit is {limit}; split it by responsibility.";
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var columns = lines[i].TrimEnd('\r').Length;
            if (columns > MaxColumns)
            {
                yield return $"{file.Path}:{i + 1}: has {columns} columns, the limit is {MaxColumns}.";
            }
        }

        foreach (var method in file.Root.DescendantNodes().Where(node => node
            is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax))
        {
            var span = method.GetLocation().GetLineSpan();
            var length = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (length > MethodMaxLines)
            {
                yield return $"{file.At(method)}: a method has {length} lines, the limit is {MethodMaxLines}.";
            }
        }
    }

    public static IEnumerable<string> NamesSayWhatThingsAre(SourceFile file)
    {
        foreach (var folder in file.Folders.Where(
            folder => BannedFolders.Contains(folder, StringComparer.OrdinalIgnoreCase)))
        {
            yield return $"{file.Path}: the folder {folder} names a kind of code; a folder is a feature.";
        }

        if (file.IsMirror)
        {
            yield break;
        }

        foreach (var type in file.Root.DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax))
        {
            var name = SourceFile.NameOf(type).Text;
            if (Array.Find(BannedSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix)
            {
                yield return $"{file.At(type)}: {name} ends in {suffix}, which does not say what it is.";
            }
        }
    }

    /// <summary>A namespace whose last word is also a type's name hides that type from everything below it.</summary>
    public static IEnumerable<string> NamespaceHidesNoType(SourceFile file, IReadOnlySet<string> commonTypes)
    {
        foreach (var space in file.Root.Members.OfType<BaseNamespaceDeclarationSyntax>())
        {
            var words = space.Name.ToString().Split('.');
            foreach (var word in words.Where(commonTypes.Contains))
            {
                yield return $"{file.At(space)}: the namespace {space.Name} hides the type {word}; take another word.";
            }

            foreach (var type in file.TopLevelTypes.Where(
                type => SourceFile.NameOf(type).Text == words[^1] && !file.IsMirror))
            {
                yield return $"{file.At(type)}: the type {SourceFile.NameOf(type)} has the name of its namespace.";
            }
        }
    }

    private static string Names(IEnumerable<MemberDeclarationSyntax> types) =>
        string.Join(", ", types.Select(SourceFile.NameOf));

    /// <summary>A second arity of a name has its own file: Foo is in Foo.cs, Foo&lt;T&gt; in FooOfT.cs.</summary>
    private static string? GenericFileName(MemberDeclarationSyntax type)
    {
        var parameters = type switch
        {
            TypeDeclarationSyntax declared => declared.TypeParameterList,
            DelegateDeclarationSyntax declared => declared.TypeParameterList,
            _ => null,
        };
        return parameters is null ? null : SourceFile.NameOf(type).Text + "OfT";
    }
}
