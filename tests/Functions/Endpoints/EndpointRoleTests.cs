using System.Net;
using System.Reflection;
using Swarm.Embedded.Worker;
using Swarm.Functions.Security;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Endpoints;

/// <summary>Every endpoint with every role: who is let in, written out.</summary>
public sealed class EndpointRoleTests(HttpApp app) : IClassFixture<HttpApp>
{
    private const string Everybody = "anonymous admin developer viewer worker";
    private const string People = "admin developer viewer";
    private const string Makers = "admin developer";

    private static readonly string[] s_roles = Everybody.Split(' ');

    public static TheoryData<string, string, string, string> Endpoints => new()
    {
        { "ValidateWorkflow", "POST", "api/v1/workflows/validate", People },
        { "GetWorkflowSchema", "GET", "api/v1/workflows/schema", People },
        { "GetPlanSchema", "GET", "api/v1/workflows/plan-schema", People },
        { "CreateWorkflow", "POST", "api/v1/workflows", Makers },
        { "ListWorkflows", "GET", "api/v1/workflows", People },
        { "GetWorkflow", "GET", "api/v1/workflows/none", People },
        { "ExecuteWorkflow", "POST", "api/v1/workflows/none/execute", Makers },
        { "ListRuns", "GET", "api/v1/runs", People },
        { "GetRun", "GET", "api/v1/runs/none", People },
        { "CancelRun", "POST", "api/v1/runs/none/cancel", Makers },
        { "PauseRun", "POST", "api/v1/runs/none/pause", Makers },
        { "ResumeRun", "POST", "api/v1/runs/none/resume", Makers },
        { "StopRun", "POST", "api/v1/runs/none/stop", Makers },
        { "RetryRun", "POST", "api/v1/runs/none/retry", Makers },
        { "RerunRun", "POST", "api/v1/runs/none/rerun", Makers },
        { "GiveDirective", "POST", "api/v1/runs/none/directives", Makers },
        { "ListDirectives", "GET", "api/v1/runs/none/directives", People },
        { "RequestCheckpoint", "POST", "api/v1/runs/none/checkpoints", Makers },
        { "ListRequestedCheckpoints", "GET", "api/v1/runs/none/checkpoints", People },
        { "ListRunEvents", "GET", "api/v1/runs/none/events", People },
        { "SendRunEvent", "POST", "api/v1/runs/none/events/go", Makers },
        { "ListCheckpoints", "GET", "api/v1/checkpoints", People },
        { "GetCheckpoint", "GET", "api/v1/checkpoints/none", People },
        { "AnswerCheckpoint", "POST", "api/v1/checkpoints/none/approve", Makers },
        { "StreamRunEvents", "GET", "api/v1/runs/none/events/stream", People },
        { "ReadRunLogs", "GET", "api/v1/runs/none/work-items/none/logs", People },
        { "CreateTask", "POST", "api/v1/tasks", Makers },
        { "ListTasks", "GET", "api/v1/tasks", People },
        { "GetTask", "GET", "api/v1/tasks/none", People },
        { "UpgradeTask", "PUT", "api/v1/tasks/none", Makers },
        { "DeleteTask", "DELETE", "api/v1/tasks/none", Makers },
        { "StartTask", "POST", "api/v1/tasks/none/start", Makers },
        { "CancelTask", "POST", "api/v1/tasks/none/cancel", Makers },
        { "ListSubtasks", "GET", "api/v1/tasks/none/subtasks", People },
        { "ListTaskVersions", "GET", "api/v1/tasks/none/versions", People },
        { "CompareTask", "GET", "api/v1/tasks/none/compare", People },
        { "RestoreTask", "POST", "api/v1/tasks/none/restore", Makers },
        { "ListTaskRelations", "GET", "api/v1/tasks/none/relations", People },
        { "AddTaskRelation", "POST", "api/v1/tasks/none/relations", Makers },
        { "RemoveTaskRelation", "DELETE", "api/v1/tasks/none/relations/blocks/other", Makers },
        { "OrderTasks", "POST", "api/v1/tasks/order", People },
        { "ListTaskTemplates", "GET", "api/v1/task-templates", People },
        { "GetTaskTemplate", "GET", "api/v1/task-templates/none", People },
        { "SaveTaskTemplate", "PUT", "api/v1/task-templates/none", Makers },
        { "DeleteTaskTemplate", "DELETE", "api/v1/task-templates/none", Makers },
        { "CreateSchedule", "POST", "api/v1/schedules", Makers },
        { "ListSchedules", "GET", "api/v1/schedules", People },
        { "PreviewSchedule", "POST", "api/v1/schedules/preview", People },
        { "GetSchedule", "GET", "api/v1/schedules/none", People },
        { "ReplaceSchedule", "PUT", "api/v1/schedules/none", Makers },
        { "DeleteSchedule", "DELETE", "api/v1/schedules/none", Makers },
        { "ListScheduleTicks", "GET", "api/v1/schedules/none/ticks", People },
        { "PauseSchedule", "POST", "api/v1/schedules/none/pause", Makers },
        { "ResumeSchedule", "POST", "api/v1/schedules/none/resume", Makers },
        { "RunSchedule", "POST", "api/v1/schedules/none/run", Makers },
        { "CreateJoinToken", "POST", "api/v1/join-tokens", Makers },
        { "ListDeadLetters", "GET", "api/v1/dead-letters", People },
        { "GetDeadLetter", "GET", "api/v1/dead-letters/none", People },
        { "ReplayDeadLetter", "POST", "api/v1/dead-letters/none/replay", Makers },
        { "DropDeadLetter", "POST", "api/v1/dead-letters/none/drop", Makers },
        { "ListLocks", "GET", "api/v1/locks", People },
        { "ReleaseLock", "POST", "api/v1/locks/none/release", "admin" },
        { "ListQuestions", "GET", "api/v1/questions", People },
        { "GetQuestion", "GET", "api/v1/questions/none", People },
        { "AnswerQuestion", "POST", "api/v1/questions/none/answer", Makers },
        { "JoinWorker", "POST", "api/v1/workers/join", Everybody },
        { "ListWorkers", "GET", "api/v1/workers", People },
        { "GetWorker", "GET", "api/v1/workers/none", People },
        { "ChangeWorker", "PATCH", "api/v1/workers/none", Makers },
        { "DrainWorker", "POST", "api/v1/workers/none/drain", Makers },
        { "ResumeWorker", "POST", "api/v1/workers/none/resume", Makers },
        { "RevokeWorker", "POST", "api/v1/workers/none/revoke", Makers },
        { "Heartbeat", "POST", "api/v1/workers/me/heartbeat", "worker" },
        { "WaitForControl", "POST", "api/v1/workers/me/control", "worker" },
        { "SignOff", "POST", "api/v1/workers/me/sign-off", "worker" },
        { "ListQueues", "GET", "api/v1/queues", People },
        { "GetQueue", "GET", "api/v1/queues/none", People },
        { "OpenQueues", "POST", "api/v1/workers/me/queues", "worker" },
        { "SetAside", "POST", "api/v1/workers/me/queues/poison", "worker" },
        { "AskParkedWork", "POST", "api/v1/work-items/parked", "worker" },
        { "PollWork", "POST", "api/v1/work-items/poll", "worker" },
        { "GetWorkAllocation", "GET", "api/v1/work-items/none/allocation", People },
        { "ClaimWork", "POST", "api/v1/work-items/none/claim", "worker" },
        { "AppendWorkLogs", "POST", "api/v1/work-items/none/logs", "worker" },
        { "ChangeWorkLock", "POST", "api/v1/work-items/none/locks", "worker" },
        { "HearDirectives", "POST", "api/v1/work-items/none/directives", "worker" },
        { "SaveSnapshot", "POST", "api/v1/work-items/none/snapshot", "worker" },
        { "ReportWork", "POST", "api/v1/work-items/none/report", "worker" },
        { "PutContent", "PUT", "api/v1/content/none", "worker" },
        { "GetContent", "GET", "api/v1/content/none", "admin developer viewer worker" },
        { "GetBackup", "GET", "api/v1/backup", "admin" },
        { "HealthLive", "GET", "api/v1/health/live", Everybody },
        { "HealthReady", "GET", "api/v1/health/ready", Everybody },
        { "NoSuchRoute", "GET", "api/v1/nothing/here", Everybody },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_endpoint_lets_in_whom_it_should_and_nobody_else(
        string function, string method, string path, string allowed)
    {
        foreach (var role in s_roles)
        {
            using var answer = await app.SendAsync(
                new HttpMethod(method), path, await KeyAsync(role), method is "POST" or "PUT" ? "{}" : null);

            // A request that is let in may still be refused for what is in it: these carry next to nothing.
            var isLetIn = answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
            var expected = allowed.Split(' ').Contains(role);
            Assert.True(expected == isLetIn, $"{function} answered {role} with {(int)answer.StatusCode}.");
            if (!expected)
            {
                Assert.Equal(
                    role == "anonymous" ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, answer.StatusCode);
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }
        }
    }

    [Fact]
    public void The_table_names_every_function()
    {
        var functions = typeof(RolesAttribute).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetParameters().Any(p => p.IsDefined(typeof(HttpTriggerAttribute))))
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name);

        Assert.Equal(functions.Order(), Endpoints.Select(row => row.Data.Item1).Order());
    }

    [Theory]
    [InlineData("swk_admin_unknown")]
    [InlineData("swk_worker_unknown")]
    [InlineData("swk_worker_01jqz5f8m3v9k2c7x4b6n1d0ga.unknown")]
    [InlineData("something else")]
    public async Task An_unknown_key_lets_nobody_in(string key)
    {
        using var answer = await app.SendAsync(HttpMethod.Get, "api/v1/workers", key);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    /// <summary>There are no accounts of developers and viewers yet, so their keys are made in the store.</summary>
    private async Task<string?> KeyAsync(string role)
    {
        var keys = app.Get<ApiKeys>();
        return role switch
        {
            "anonymous" => null,
            "admin" => await app.AdminKeyAsync(),
            "developer" => await keys.CreateAsync(Role.Developer, "dora", CancellationToken.None),
            "viewer" => await keys.CreateAsync(Role.Viewer, "vera", CancellationToken.None),
            _ => await WorkerKeyAsync(),
        };
    }

    private async Task<string> WorkerKeyAsync()
    {
        var token = await app.Get<JoinTokens>().CreateAsync(CancellationToken.None);
        var request = new Contracts.Workers.JoinRequest
        {
            Token = token.Token,
            MachineId = "machine-1",
            Name = "A machine",
            Tools = ["shell"],
        };
        return (await app.Get<WorkerJoining>().JoinAsync(request, CancellationToken.None)).Key;
    }
}
