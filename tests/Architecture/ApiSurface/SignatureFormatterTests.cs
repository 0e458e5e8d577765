using Microsoft.CodeAnalysis;
using Swarm.Tests.Architecture.ApiSurface.Samples;

namespace Swarm.Tests.Architecture.ApiSurface;

public sealed class SignatureFormatterTests
{
    private static readonly Lazy<IReadOnlyList<INamedTypeSymbol>> Types =
        new(() => [.. CompiledTypes.Of("Swarm.Tests.Architecture")]);

    [Fact]
    public void A_record_class_shows_what_the_compiler_adds() => Expect(
        typeof(SampleRecord),
        "public record class SampleRecord; interfaces=System.IEquatable<Real.SampleRecord>",
        "public SampleRecord(string Name, int? Size)",
        "protected SampleRecord(Real.SampleRecord original); attrs=[CompilerGenerated]",
        "public string Name { get; init; }",
        "public int? Size { get; init; }",
        "public override string ToString()",
        "public override int GetHashCode(); attrs=[CompilerGenerated]",
        "public override bool Equals(object? obj); attrs=[CompilerGenerated]",
        "public virtual bool Equals(Real.SampleRecord? other); attrs=[CompilerGenerated]",
        "public static bool op_Equality(Real.SampleRecord? left, Real.SampleRecord? right); attrs=[CompilerGenerated]",
        "public static bool op_Inequality(Real.SampleRecord? left, Real.SampleRecord? right); "
            + "attrs=[CompilerGenerated]",
        "public void Deconstruct(out string Name, out int? Size); attrs=[CompilerGenerated]");

    [Fact]
    public void A_record_struct_is_told_from_a_struct() => Expect(
        typeof(SampleRecordStruct),
        "public readonly record struct SampleRecordStruct; interfaces=System.IEquatable<Real.SampleRecordStruct>",
        "public SampleRecordStruct(string Key)",
        "public string Key { get; init; }",
        "public override string ToString(); nullable=oblivious; attrs=[CompilerGenerated]",
        "public override int GetHashCode(); attrs=[CompilerGenerated]",
        "public override bool Equals(object obj); nullable=oblivious; attrs=[CompilerGenerated]",
        "public bool Equals(Real.SampleRecordStruct other); attrs=[CompilerGenerated]",
        "public static bool op_Equality(Real.SampleRecordStruct left, Real.SampleRecordStruct right); "
            + "attrs=[CompilerGenerated]",
        "public static bool op_Inequality(Real.SampleRecordStruct left, Real.SampleRecordStruct right); "
            + "attrs=[CompilerGenerated]",
        "public void Deconstruct(out string Key); attrs=[CompilerGenerated]");

    [Fact]
    public void A_delegate_is_one_line() => Expect(
        typeof(SampleDelegate<,>),
        "public delegate SampleDelegate<in TIn, TOut>; invoke=System.Threading.Tasks.Task<TOut?> "
            + "(TIn input, ref readonly int count); where TIn : notnull where TOut : class");

    [Fact]
    public void Members_of_an_interface_are_virtual_only_with_a_body() => Expect(
        typeof(ISample),
        "public interface ISample; interfaces=System.IDisposable",
        "public System.Type InputType { get; }",
        "public System.Threading.Tasks.Task<object?> RunAsync(object? input)",
        "public virtual int Twice(int value)");

    [Fact]
    public void An_enum_shows_its_values() => Expect(
        typeof(SampleOptions),
        "public enum SampleOptions; underlying=byte; attrs=[Flags]",
        "None = 0",
        "First = 1",
        "Second = 2; attrs=[Obsolete(\"Take First.\")]");

    [Fact]
    public void A_class_shows_modifiers_nullability_and_defaults() => Expect(
        typeof(SampleBase<>),
        "public abstract class SampleBase<T>; where T : class, new()",
        "public const string Prefix = \"swarm\"",
        "public static readonly System.Collections.Generic.IReadOnlyList<string?> Names",
        "protected SampleBase(string? name = null, params string[] others)",
        "public event System.EventHandler? Changed",
        "public abstract T? Current { get; protected set; }",
        "public required System.Collections.Generic.IDictionary<string, object?> Values { get; init; }",
        "protected virtual double Factor { get; }",
        "public string? this[int index, string key] { get; }",
        "public abstract bool TryGet([NotNullWhen(true)] out string? text)",
        "public virtual [return: NotNullIfNotNull(\"data\")] string? Convert(string? data, "
            + "Real.SampleOptions options = Real.SampleOptions.First, double factor = 1.5)",
        "public override string ToString()");

    [Fact]
    public void Interfaces_operators_and_generics_are_written_in_full() => Expect(
        typeof(SampleAttribute),
        "public sealed class SampleAttribute; base=System.Attribute; interfaces=Real.ISample, System.IDisposable; "
            + "attrs=[AttributeUsage(Class | Struct, AllowMultiple = false, Inherited = false)]",
        "public SampleAttribute()",
        "public System.Type InputType { get; }",
        "public void Dispose()",
        "public System.Threading.Tasks.Task<object?> RunAsync(object? input)",
        "public static string op_Implicit(Real.SampleAttribute value); "
            + "attrs=[Obsolete(\"Take RunAsync.\", error = false)]",
        "public static TItem?[] Fill<TItem>(TItem item, int? count = null, "
            + "System.Threading.CancellationToken cancellation = default) where TItem : struct",
        "public static TItem? Find<TItem>(TItem[]? items, System.ValueTuple<string?, int> pair)");

    [Fact]
    public void Extension_methods_and_static_classes_are_marked() => Expect(
        typeof(SampleExtensions),
        "public static class SampleExtensions",
        "public static string Describe(this Real.ISample sample)");

    [Fact]
    public void Code_without_nullability_is_marked_oblivious() => Expect(
        typeof(SampleOblivious),
        "public struct SampleOblivious",
        "public readonly string Text { get; set; }; nullable=oblivious",
        "public readonly int Size { get; set; }");

    [Theory]
    [InlineData("public string? Name { get; init; }", "nullability")]
    [InlineData("public string Name { get; set; }", "accessor")]
    [InlineData("public virtual string Name { get; init; }", "modifier")]
    [InlineData("public string Title { get; init; }", "name")]
    [InlineData("public string Name { get; init; }; attrs=[Obsolete(\"Old.\")]", "attribute")]
    public void A_difference_is_reported_with_ours_and_theirs(string theirs, string difference)
    {
        var ours = Lines(typeof(SampleRecord)).ToList();
        var lists = ApiLists.From(ours
            .Select(line => new ApiEntry("Microsoft.DurableTask.Samples", "SampleRecord", line.Kind, line.Signature))
            .Select(entry =>
                entry.Signature == "public string Name { get; init; }" ? entry with { Signature = theirs } : entry));

        var unmatched = ours.Where(line => !lists["Microsoft.DurableTask.Samples", "SampleRecord"].Any(line.Matches))
            .ToList();

        Assert.True(unmatched is [{ Signature: "public string Name { get; init; }" }],
            $"Missed a difference of {difference}.");
    }

    private static void Expect(Type type, params string[] expected)
    {
        var actual = Lines(type).Select(line => line.Signature).Order(StringComparer.Ordinal);

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual);
    }

    private static IEnumerable<ApiLine> Lines(Type type) => new SignatureFormatter(Map).Format(
        Types.Value.Single(symbol => symbol.ContainingNamespace.ToDisplayString() == type.Namespace
            && SymbolNames.ReflectionName(symbol) == type.Name));

    private static string? Map(INamedTypeSymbol type) =>
        type.ContainingNamespace.ToDisplayString() == typeof(SampleRecord).Namespace ? "Real" : null;
}
