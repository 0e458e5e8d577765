using System.Globalization;
using System.Text.Json;

namespace Swarm.Core.Documents;

/// <summary>A single value. Quoted ones are texts; others are what they look like.</summary>
internal sealed class DocumentScalar(SourcePosition position, string pointer, string text, bool quoted)
    : DocumentNode(position, pointer)
{
    private const int ShownMaxLength = 40;

    public string Text { get; } = text;

    public ScalarKind Kind { get; } = quoted ? ScalarKind.Text : KindOf(text);

    public override int Weight => 1;

    public override int Height => 1;

    public override string Description => Kind switch
    {
        ScalarKind.Null => "empty",
        ScalarKind.Boolean => $"the boolean {Text}",
        ScalarKind.Integer or ScalarKind.Number => $"the number {Text}",
        _ => $"the text '{(Text.Length <= ShownMaxLength ? Text : $"{Text[..ShownMaxLength]}…")}'",
    };

    public bool TryGetInteger(out long value)
    {
        value = 0;
        return Kind == ScalarKind.Integer
            && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    public bool TryGetNumber(out double value)
    {
        value = 0;
        return Kind is ScalarKind.Integer or ScalarKind.Number
            && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    public override void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case ScalarKind.Null:
                writer.WriteNullValue();
                break;
            case ScalarKind.Boolean:
                writer.WriteBooleanValue(char.ToLowerInvariant(Text[0]) == 't');
                break;
            case ScalarKind.Integer when TryGetInteger(out var integer):
                writer.WriteNumberValue(integer);
                break;
            case ScalarKind.Integer or ScalarKind.Number when TryGetNumber(out var number):
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(Text);
                break;
        }
    }

    private static ScalarKind KindOf(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return ScalarKind.Null;
            case "true" or "True" or "TRUE" or "false" or "False" or "FALSE":
                return ScalarKind.Boolean;
        }

        if (!char.IsAsciiDigit(text[^1]) && text[^1] != '.')
        {
            return ScalarKind.Text;
        }

        var digits = text[0] is '-' or '+' ? text.AsSpan(1) : text.AsSpan();
        if (digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9'))
        {
            return ScalarKind.Integer;
        }

        return digits.Length > 0 && (char.IsAsciiDigit(digits[0]) || digits[0] == '.')
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                ? ScalarKind.Number
                : ScalarKind.Text;
    }
}
