using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.Layout;

/// <summary>Each rule sees what it forbids; a gate that cannot fail protects nothing.</summary>
public sealed class LayoutRulesTests
{
    [Theory]
    [InlineData("core/Graphs/Graph.cs", "namespace Swarm.Core.Graph;", "its folder says Swarm.Core.Graphs")]
    [InlineData("core/Graphs/Node.cs", "public class Node;", "has no namespace")]
    public void A_namespace_that_is_not_the_path_is_seen(string path, string text, string message) =>
        Sees(LayoutRules.NamespaceIsPath, path, text, message);

    [Theory]
    [InlineData("public class Graph; public class Edge;", "holds 2 public types (Graph, Edge)")]
    [InlineData("internal class Node;", "is named after none of its types (Node)")]
    [InlineData("public class Node<T>; internal class Graph;", "is named after none of its types (Node)")]
    public void A_file_with_the_wrong_types_is_seen(string text, string message) =>
        Sees(LayoutRules.OnePublicTypeNamedLikeItsFile, "core/Graphs/Graph.cs", text, message);

    [Fact]
    public void A_long_file_is_seen() => Sees(
        LayoutRules.SizesAreBounded,
        "core/Graphs/Graph.cs",
        new string('\n', LayoutRules.FileMaxLines + 1),
        "has 401 lines, the limit is 400");

    [Fact]
    public void A_test_file_may_be_longer() => Assert.Empty(LayoutRules.SizesAreBounded(
        new SourceFile("tests/Core/GraphTests.cs", new string('\n', LayoutRules.TestFileMaxLines))));

    [Fact]
    public void A_long_method_is_seen() => Sees(
        LayoutRules.SizesAreBounded,
        "core/Graphs/Graph.cs",
        $"class Graph {{ void Run()\n{{{new string('\n', LayoutRules.MethodMaxLines)}}} }}",
        "core/Graphs/Graph.cs:1: a method has 72 lines, the limit is 70");

    [Fact]
    public void A_long_line_is_seen() => Sees(
        LayoutRules.SizesAreBounded,
        "core/Graphs/Graph.cs",
        "\n//" + new string('x', LayoutRules.MaxColumns),
        "core/Graphs/Graph.cs:2: has 122 columns");

    [Theory]
    [InlineData("core/Graphs/GraphManager.cs", "class GraphManager;", "GraphManager ends in Manager")]
    [InlineData("core/Graphs/Graph.cs", "class Graph { struct NodeImpl; }", "NodeImpl ends in Impl")]
    [InlineData("core/Common/Graph.cs", "class Graph;", "the folder Common")]
    public void A_name_that_says_nothing_is_seen(string path, string text, string message) =>
        Sees(LayoutRules.NamesSayWhatThingsAre, path, text, message);

    [Theory]
    [InlineData("namespace Swarm.Functions.Host;", "hides the type Host")]
    [InlineData("namespace Swarm.Functions.Task;", "hides the type Task")]
    [InlineData("namespace Swarm.Core.Graph; class Graph;", "the type Graph has the name of its namespace")]
    public void A_namespace_that_hides_a_type_is_seen(string text, string message) =>
        Sees(file => LayoutRules.NamespaceHidesNoType(file, CommonTypes.Names), "core/Graph/Graph.cs", text, message);

    private static void Sees(Func<SourceFile, IEnumerable<string>> rule, string path, string text, string message)
    {
        var offences = rule(new SourceFile(path, text)).ToList();

        Assert.Contains(offences, offence => offence.Contains(message, StringComparison.Ordinal));
    }
}
