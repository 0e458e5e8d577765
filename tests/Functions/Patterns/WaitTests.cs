using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

public sealed class WaitTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task A_node_waits_for_a_time_to_pass()
    {
        var run = await running.RunToEndAsync(
            "version: 1\nname: pause\npattern: sequential\nsteps: [{ id: w, wait: PT1S }, { id: a, run: [a] }]\n",
            item => FakeWorker.Done(item));

        Assert.Equal(["w completed", "a completed"], run.Statuses());
        var waited = run.Node("w").Iterations[0];
        Assert.True(waited.FinishedAt - waited.StartedAt >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_node_waits_for_an_event_and_puts_out_what_came_with_it()
    {
        const string workflow = """
            version: 1
            name: event
            nodes:
              w: { wait: { event: go, timeout: PT1H } }
            outputs: { who: "${w.data.who}", late: "${w.timedOut}" }
            """;
        var started = await Admin.RunAsync(workflow);
        await Admin.WaitForAsync(started.Summary.Id, RunEventTypes.NodeStarted, "w");

        await Admin.SendEventAsync(started.Summary.Id, "go", """{ "who": "Ada" }""");
        var run = await Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal("""{"who":"Ada","late":false}""", run.Output!.Value.GetRawText());
    }

    [Fact]
    public async Task Events_that_come_early_are_kept_and_each_goes_to_one_node()
    {
        const string workflow = """
            version: 1
            name: early-events
            pattern: sequential
            steps:
              - { id: gate, checkpoint: Go? }
              - { id: first, wait: { event: go } }
              - { id: second, wait: { event: go } }
            outputs: { first: "${first.data}", second: "${second.data}" }
            """;
        var started = await Admin.RunAsync(workflow);
        var gate = await Admin.WaitForCheckpointAsync(started.Summary.Id);

        await Admin.SendEventAsync(started.Summary.Id, "go", "1");
        await Admin.SendEventAsync(started.Summary.Id, "go", "2");
        using var answer = await Admin.AnswerAsync(CheckpointRoutes.Approve, gate.Id);
        var run = await Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal("""{"first":1,"second":2}""", run.Output!.Value.GetRawText());
    }

    [Fact]
    public async Task An_event_that_does_not_come_in_time_fails_the_node_unless_it_says_otherwise()
    {
        const string workflow = """
            version: 1
            name: late-event
            pattern: concurrent
            onFailure: collect
            nodes:
              strict: { wait: { event: go, timeout: PT1S } }
              loose:  { wait: { event: go, timeout: PT1S, onTimeout: continue } }
            outputs: { late: "${loose.timedOut}" }
            """;

        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(item));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["strict failed", "loose completed"], run.Statuses());
        Assert.Equal("The event 'go' has not come in time.", run.Node("strict").Iterations[0].Reason);
        Assert.Equal("""{"late":true}""", run.Output!.Value.GetRawText());
    }
}
