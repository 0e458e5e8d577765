using System.Text.Json.Serialization;

namespace Swarm.Core.Conditions;

/// <summary>What must hold on a node's result for an edge to be taken.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Comparison), "comparison")]
[JsonDerivedType(typeof(AllOf), "and")]
[JsonDerivedType(typeof(AnyOf), "or")]
[JsonDerivedType(typeof(Negation), "not")]
public abstract record Condition;
