using Swarm.Contracts.Json;
using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads the settings that nodes and the file's defaults share.</summary>
internal static class SettingsReader
{
    public static readonly string[] Fields =
    [
        "tool", "accept", "timeout", "queueTimeout", "retry", "priority", "env", "continueOnFailure", AiReader.Field,
        QuestionReader.Field, .. PlacementReader.Fields,
    ];

    private const double MaxCoefficient = 10;

    private static readonly string[] RetryFields = ["attempts", "backoff", "maxBackoff", "coefficient", "on"];

    private static readonly string FailureWords = string.Join(", ", EnumWords.All<FailureKind>());

    private static readonly Dictionary<string, NodePriority> Priorities =
        Enum.GetValues<NodePriority>().ToDictionary(p => p.ToString().ToLowerInvariant());

    /// <summary>The defaults, with what the map gives instead.</summary>
    public static NodeDefinition Read(
        MapReader reader, NodeDefinition defaults, Action<string, DocumentScalar> template) =>
        defaults with
        {
            Tool = reader.Text("tool", NodeDefinition.ShellTool) ?? defaults.Tool,
            Accept = ReadAccept(reader) ?? defaults.Accept,
            Timeout = reader.Duration("timeout", WorkflowLimits.MinTimeout, WorkflowLimits.MaxTimeout)
                ?? defaults.Timeout,
            QueueTimeout = reader.Duration("queueTimeout", WorkflowLimits.MinTimeout, WorkflowLimits.MaxWait)
                ?? defaults.QueueTimeout,
            Retry = ReadRetry(reader, defaults.Retry),
            Priority = reader.Choice("priority", Priorities) ?? defaults.Priority,
            Placement = PlacementReader.Read(reader, defaults.Placement),
            Ai = AiReader.Read(reader, defaults.Ai, template),
            Questions = QuestionReader.Read(reader, defaults.Questions),
            Env = ReadEnv(reader, defaults.Env, template),
            ContinueOnFailure = reader.Boolean("continueOnFailure") ?? defaults.ContinueOnFailure,
        };

    private static List<int>? ReadAccept(MapReader reader)
    {
        if (reader.Value("accept") is not { } value)
        {
            return null;
        }

        var codes = new List<int>();
        foreach (var item in value is DocumentList list ? list.Items : [value])
        {
            if (item is DocumentScalar scalar && scalar.TryGetInteger(out var code) && code == (int)code)
            {
                codes.Add((int)code);
            }
            else
            {
                reader.WrongType(item, "accept", "a list of exit codes", "For example: accept: [0, 1]");
            }
        }

        if (codes.Count == 0 && value is DocumentList { Items.Count: 0 })
        {
            reader.OutOfRange("accept", "must hold at least one exit code");
        }

        return codes;
    }

    private static RetryPolicy ReadRetry(MapReader reader, RetryPolicy defaults)
    {
        if (reader.Value("retry") is not { } value
            || MapReader.Open(reader.Errors, value, "'retry'", RetryFields, node: reader.Node) is not { } retry)
        {
            return defaults;
        }

        var policy = new RetryPolicy
        {
            Attempts = retry.Integer("attempts", 1, WorkflowLimits.MaxAttempts) ?? defaults.Attempts,
            Backoff = retry.Duration("backoff", TimeSpan.Zero, WorkflowLimits.MaxBackoff) ?? defaults.Backoff,
            MaxBackoff = retry.Duration("maxBackoff", TimeSpan.Zero, WorkflowLimits.MaxBackoff) ?? defaults.MaxBackoff,
            Coefficient = retry.Number("coefficient", 1, MaxCoefficient) ?? defaults.Coefficient,
            On = ReadFailures(retry) ?? defaults.On,
        };
        if (policy.MaxBackoff >= policy.Backoff)
        {
            return policy;
        }

        if (retry.Has("maxBackoff"))
        {
            retry.OutOfRange("maxBackoff", "must not be shorter than 'backoff'");
        }

        // A long backoff alone says clearly enough what is wanted.
        return policy with { MaxBackoff = policy.Backoff };
    }

    private static List<FailureKind>? ReadFailures(MapReader retry)
    {
        if (retry.Value("on") is not { } value)
        {
            return null;
        }

        var kinds = new List<FailureKind>();
        foreach (var item in value is DocumentList list ? list.Items : [value])
        {
            if (item is DocumentScalar scalar && EnumWords.Find<FailureKind>(scalar.Text) is { } kind)
            {
                kinds.Add(kind);
            }
            else
            {
                retry.WrongType(item, "on", $"a list of failures: {FailureWords}", "For example: on: [exit, timeout]");
            }
        }

        if (kinds.Count == 0 && value is DocumentList { Items.Count: 0 })
        {
            retry.OutOfRange("on", $"must name at least one of {FailureWords}");
        }

        return kinds;
    }

    private static IReadOnlyDictionary<string, string> ReadEnv(
        MapReader reader, IReadOnlyDictionary<string, string> defaults, Action<string, DocumentScalar> template)
    {
        if (reader.Value("env") is not { } value)
        {
            return defaults;
        }

        if (value is not DocumentMap map)
        {
            reader.WrongType(value, "env", "a map of variables", "For example: env: { CI: \"1\" }");
            return defaults;
        }

        var env = new Dictionary<string, string>(defaults);
        foreach (var entry in map.Entries)
        {
            if (!Ids.IsVariableName(entry.Key))
            {
                reader.Errors.Add(
                    entry.Position,
                    entry.Pointer,
                    WorkflowErrorCodes.InvalidId,
                    $"'{entry.Key}' is no name of an environment variable: letters, digits and '_' only.",
                    reader.Node);
            }
            else if (reader.AsWritten(entry.Value, $"env.{entry.Key}", "text") is { } text)
            {
                env[entry.Key] = text.Text;
                template($"env.{entry.Key}", text);
            }
        }

        return env;
    }
}
