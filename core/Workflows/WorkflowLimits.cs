namespace Swarm.Core.Workflows;

/// <summary>The limits of a workflow file. They bound what one stranger's file can cost.</summary>
public static class WorkflowLimits
{
    public const int LanguageVersion = 1;
    public const int FileMaxBytes = 256 * 1024;

    /// <summary>A definition as it is stored: defaults and lists filled in, a small file can mean much more.</summary>
    public const int DefinitionMaxBytes = 2 * 1024 * 1024;

    public const int MaxErrors = 100;
    public const int MaxNodes = 5_000;
    public const int MaxEdges = 10_000;
    public const int MaxLoops = 100;
    public const int MaxInputs = 100;
    public const int MaxDepth = 20;
    public const int MaxLoopIterations = 100;

    /// <summary>How often the work before a checkpoint may be done again, unless that says otherwise.</summary>
    public const int CheckpointCorrections = 3;
    public const int MaxIdLength = 63;
    public const int MaxAttempts = 20;
    public const int MaxRegexLength = 256;

    /// <summary>How deep workflows may lie inside of each other.</summary>
    public const int MaxNesting = 5;

    /// <summary>The items of one list that a node runs for, or its copies.</summary>
    public const int MaxFanOut = 10_000;
    public const int MaxOutputs = 100;
    public const int MaxExperts = 50;
    public const int MaxPlanWorkers = 50;
    public const int MaxPlanNodes = 1_000;
    public const int MaxPlanRounds = 50;
    public const int MaxPlanCorrections = 10;
    public const int DefaultPlanNodes = 50;
    public const int DefaultPlanRounds = 5;
    public const int DefaultPlanCorrections = 3;
    public const int MaxPlanCostUsd = 1_000_000;

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(1);
    public static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(7);
    public static readonly TimeSpan DefaultPlanTime = TimeSpan.FromHours(24);
    public static readonly TimeSpan DefaultPlanPatience = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan MaxWait = TimeSpan.FromDays(90);
    public static readonly TimeSpan DefaultWaitTimeout = TimeSpan.FromDays(7);
    public static readonly TimeSpan CheckpointExpiresAfter = TimeSpan.FromHours(24);
    public static readonly TimeSpan MaxBackoff = TimeSpan.FromDays(1);
}
