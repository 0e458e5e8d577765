using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Contracts.Tasks;

/// <summary>What a task is about; it decides which template breaks it down.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TaskType>))]
public enum TaskType
{
    /// <summary>Code generation, then review and tests side by side, then documentation.</summary>
    DevelopFeature,

    /// <summary>Analysis, fix, regression test.</summary>
    BugFix,

    /// <summary>Analysis, refactoring, verification.</summary>
    Refactor,

    /// <summary>Static analysis and security review, then a report.</summary>
    CodeReview,

    /// <summary>API documents, user guide, README.</summary>
    Documentation,

    /// <summary>Plan, unit tests, integration tests, report.</summary>
    Testing,

    /// <summary>A template of the user's own, which <c>template</c> names.</summary>
    Custom,
}
