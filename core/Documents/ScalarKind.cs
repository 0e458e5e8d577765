namespace Swarm.Core.Documents;

/// <summary>What an unquoted value of YAML means (its core schema, without the oddities of YAML 1.1).</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Number,
    Text,
}
