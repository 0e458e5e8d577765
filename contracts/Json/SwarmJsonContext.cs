using System.Text.Json.Serialization;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Backups;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Health;
using Swarm.Contracts.Locks;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Queues;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Schedules;
using Swarm.Contracts.Snapshots;
using Swarm.Contracts.Tasks;
using Swarm.Contracts.Workers;
using Swarm.Contracts.Workflows;
using Swarm.Contracts.WorkItems;

namespace Swarm.Contracts.Json;

/// <summary>
/// How the wire types are written: camelCase names, snake_case enums, nulls left out, durations in ISO 8601
/// (<c>PT5M</c>), source-generated so that trimmed programs can use it. What may not be null is refused when it is.
/// </summary>
/// <remarks>
/// Properties with a default of their own have a setter: the generated code sets every <c>init</c> property, those that
/// the JSON does not have as well, and the default would be lost.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(IsoDurationConverter)])]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(ValidateWorkflowResponse))]
[JsonSerializable(typeof(WorkflowDetail))]
[JsonSerializable(typeof(ListPage<WorkflowSummary>))]
[JsonSerializable(typeof(ExecuteWorkflowRequest))]
[JsonSerializable(typeof(RunDetail))]
[JsonSerializable(typeof(ListPage<RunSummary>))]
[JsonSerializable(typeof(ListPage<RunEvent>))]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(CancelRunRequest))]
[JsonSerializable(typeof(RunControlRequest))]
[JsonSerializable(typeof(RetryRunRequest))]
[JsonSerializable(typeof(OpenCheckpointRequest))]
[JsonSerializable(typeof(OpenedCheckpoint))]
[JsonSerializable(typeof(ListPage<OpenedCheckpoint>))]
[JsonSerializable(typeof(DirectiveRequest))]
[JsonSerializable(typeof(ParkedWorkRequest))]
[JsonSerializable(typeof(ParkedWorkResponse))]
[JsonSerializable(typeof(HearDirectivesRequest))]
[JsonSerializable(typeof(HearDirectivesResponse))]
[JsonSerializable(typeof(Directive))]
[JsonSerializable(typeof(ListPage<Directive>))]
[JsonSerializable(typeof(RerunRequest))]
[JsonSerializable(typeof(TaskSpec))]
[JsonSerializable(typeof(TaskDetail))]
[JsonSerializable(typeof(ListPage<TaskDetail>))]
[JsonSerializable(typeof(TaskUpgrade))]
[JsonSerializable(typeof(TaskRestore))]
[JsonSerializable(typeof(ListPage<TaskVersionDetail>))]
[JsonSerializable(typeof(TaskComparison))]
[JsonSerializable(typeof(ListPage<SubtaskDetail>))]
[JsonSerializable(typeof(TaskRelation))]
[JsonSerializable(typeof(ListPage<TaskRelation>))]
[JsonSerializable(typeof(TaskOrderRequest))]
[JsonSerializable(typeof(TaskOrderResponse))]
[JsonSerializable(typeof(TaskTemplateDetail))]
[JsonSerializable(typeof(ListPage<TaskTemplateSummary>))]
[JsonSerializable(typeof(ScheduleRequest))]
[JsonSerializable(typeof(ScheduleDetail))]
[JsonSerializable(typeof(ListPage<ScheduleDetail>))]
[JsonSerializable(typeof(ListPage<ScheduleTick>))]
[JsonSerializable(typeof(SchedulePreviewRequest))]
[JsonSerializable(typeof(SchedulePreview))]
[JsonSerializable(typeof(CreateJoinTokenResponse))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(JoinResponse))]
[JsonSerializable(typeof(ListPage<WorkerSummary>))]
[JsonSerializable(typeof(WorkerDetail))]
[JsonSerializable(typeof(ChangeWorkerRequest))]
[JsonSerializable(typeof(AllocationDecision))]
[JsonSerializable(typeof(HeartbeatRequest))]
[JsonSerializable(typeof(HeartbeatResponse))]
[JsonSerializable(typeof(ControlResponse))]
[JsonSerializable(typeof(PollRequest))]
[JsonSerializable(typeof(WorkPointer))]
[JsonSerializable(typeof(WorkItemPointer))]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(QueueSummary))]
[JsonSerializable(typeof(ListPage<QueueSummary>))]
[JsonSerializable(typeof(OpenQueuesRequest))]
[JsonSerializable(typeof(OpenQueuesResponse))]
[JsonSerializable(typeof(SetAsideRequest))]
[JsonSerializable(typeof(ClaimRequest))]
[JsonSerializable(typeof(WorkItem))]
[JsonSerializable(typeof(WorkPayload))]
[JsonSerializable(typeof(LogChunk))]
[JsonSerializable(typeof(AppendLogsResponse))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(ReportResponse))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(ListPage<DeadLetter>))]
[JsonSerializable(typeof(CheckpointView))]
[JsonSerializable(typeof(ListPage<CheckpointView>))]
[JsonSerializable(typeof(AnswerCheckpointRequest))]
[JsonSerializable(typeof(Clarification))]
[JsonSerializable(typeof(ListPage<Clarification>))]
[JsonSerializable(typeof(AnswerClarificationRequest))]
[JsonSerializable(typeof(SaveSnapshotRequest))]
[JsonSerializable(typeof(WorkLockRequest))]
[JsonSerializable(typeof(WorkLockResponse))]
[JsonSerializable(typeof(LockView))]
[JsonSerializable(typeof(ListPage<LockView>))]
[JsonSerializable(typeof(ReleaseLockRequest))]
[JsonSerializable(typeof(HealthReport))]
public sealed partial class SwarmJsonContext : JsonSerializerContext;
