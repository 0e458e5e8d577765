namespace Swarm.Core.Workflows;

/// <summary>The codes of what can be wrong in a workflow file. Codes never change their meaning.</summary>
public static class WorkflowErrorCodes
{
    public const string Syntax = "syntax";
    public const string TooLarge = "too_large";
    public const string TooDeep = "too_deep";
    public const string UnknownTag = "unknown_tag";
    public const string DuplicateKey = "duplicate_key";
    public const string DuplicateNode = "duplicate_node";
    public const string DuplicateEdge = "duplicate_edge";
    public const string UnknownField = "unknown_field";
    public const string MissingField = "missing_field";
    public const string WrongType = "wrong_type";
    public const string OutOfRange = "out_of_range";
    public const string InvalidValue = "invalid_value";
    public const string InvalidId = "invalid_id";
    public const string ConflictingFields = "conflicting_fields";
    public const string UnsupportedVersion = "unsupported_version";
    public const string UnsupportedTool = "unsupported_tool";
    public const string UnknownNode = "unknown_node";
    public const string Cycle = "cycle";
    public const string UnreachableNode = "unreachable_node";
    public const string LoopNotBack = "loop_not_back";
    public const string EndlessLoop = "endless_loop";
    public const string InvalidJoin = "invalid_join";
    public const string InvalidCondition = "invalid_condition";
    public const string UnknownOperator = "unknown_operator";
    public const string InvalidPath = "invalid_path";
    public const string InvalidReference = "invalid_reference";
    public const string UnknownReference = "unknown_reference";
    public const string ReferenceNotUpstream = "reference_not_upstream";
    public const string MissingRepository = "missing_repository";
    public const string ReferenceInShellText = "reference_in_shell_text";
}
