using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.Layout;

public sealed class LayoutTests
{
    [Fact]
    public void The_namespace_of_every_file_is_its_path() => Gate.Hold(LayoutRules.NamespaceIsPath);

    [Fact]
    public void Every_file_holds_one_public_type_and_has_its_name() =>
        Gate.Hold(LayoutRules.OnePublicTypeNamedLikeItsFile);

    [Fact]
    public void Files_methods_and_lines_are_short() => Gate.Hold(LayoutRules.SizesAreBounded);

    [Fact]
    public void Names_say_what_things_are() => Gate.Hold(LayoutRules.NamesSayWhatThingsAre);

    [Fact]
    public void No_namespace_hides_a_type() =>
        Gate.Hold(file => LayoutRules.NamespaceHidesNoType(file, CommonTypes.Names));
}
