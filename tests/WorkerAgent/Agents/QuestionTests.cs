using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Sandboxes;

namespace Swarm.Tests.WorkerAgent.Agents;

/// <summary>
/// An AI tool asks in the middle of its work, by MCP; the agent lets the work wait and goes on with the answer. Agent,
/// MCP server and tool are real processes.
/// </summary>
public sealed class QuestionTests : AgentTest
{
    private const string AskOnce = """
        if [ $RESUMED = 0 ] && ! grep -q 'The answer: SQLite' "$D/prompt.$N"; then
          echo draft > draft.txt
          mcp_start
          mcp_call report_progress '{"message":"Half of it","percent":50}'
          mcp_call get_context '{}'
          mcp_call save_snapshot '{"state":"Wrote a draft."}'
          mcp_call ask '{"question":"Which database?","options":["SQLite","Postgres"],"assumption":"SQLite"}'
          result 'I asked.'
        fi
        echo done > done.txt
        result 'All done.'
        """;

    private readonly WorkItem item = WorkItems.Noop("ask") with
    {
        Tool = "claude-code",
        Ai = new AiWork { Prompt = "Build it." },
    };

    private FakeClaude Claude => new(Folder);

    [Fact]
    public async Task A_question_is_told_with_the_progress_and_the_slot_is_free()
    {
        await using var agent = await StartAsync(AskOnce);

        var (_, report) = await OfferAsync(item);

        Assert.Equal(WorkItemOutcome.Asked, report.Outcome);
        Assert.Equal(("Which database?", "SQLite"), (report.Question!.Text, report.Question.Assumption));
        Assert.Equal(["SQLite", "Postgres"], report.Question.Options);
        Assert.Equal("Wrote a draft.", Content(report.Snapshot!.State!));
        await Plane.Heartbeats.FirstAsync(beat => beat.Held.Count == 0 && beat.Sequence > 1);
        var log = Plane.LogOf(item.Id, 1).Select(line => line.Text).ToList();
        Assert.Contains("progress 50 % Half of it", log);
        Assert.Contains("It asks: Which database?", log);
    }

    [Fact]
    public async Task The_server_offers_its_tools_and_answers_in_the_protocol()
    {
        await using var agent = await StartAsync(AskOnce);

        await OfferAsync(item);

        var answers = Claude.Answers(1).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("swarm", Result(answers[0]).GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.Equal(
            ["ask", "report_progress", "acquire_lock", "release_lock", "save_snapshot", "get_context"],
            Result(answers[1]).GetProperty("tools").EnumerateArray()
                .Select(tool => tool.GetProperty("name").GetString()));
        Assert.Equal("Told.", Text(answers[2]));
        var context = JsonDocument.Parse(Text(answers[3])).RootElement;
        Assert.Equal(item.Id, context.GetProperty("workItem").GetString());
        Assert.StartsWith("Saved.", Text(answers[4]), StringComparison.Ordinal);
        Assert.Contains("End your turn now", Text(answers[5]), StringComparison.Ordinal);
        Assert.Contains("--strict-mcp-config", Claude.Arguments(1));
        Assert.Contains("--allowedTools=mcp__swarm", Claude.Arguments(1));
    }

    [Fact]
    public async Task With_the_answer_the_conversation_goes_on_where_it_was()
    {
        var repository = await TestRepository.CreateAsync(Folder.At("repository"));
        await using var agent = await StartAsync(AskOnce);
        var (_, asked) = await OfferAsync(InGit(item, repository));

        var (_, report) = await OfferAsync(Answered(InGit(item, repository), asked));

        Assert.Equal((WorkItemOutcome.Completed, "All done."), (report.Outcome, report.Stdout));
        Assert.Contains($"--resume={FakeClaude.Session}", Claude.Arguments(2));
        Assert.Equal("You asked: Which database?\n\nThe answer: SQLite\n\nGo on with your work.", Claude.Prompt(2));
        Assert.Equal(Claude.WorkingFolder(1), Claude.WorkingFolder(2));
        Assert.Equal("draft", await repository.ShowAsync(report.Commit!, "draft.txt"));
        Assert.Equal("done", await repository.ShowAsync(report.Commit!, "done.txt"));
        agent.Terminate();
        await agent.WaitForExitCodeAsync();
        Assert.Empty(await repository.ListAsync("for-each-ref", "refs/swarm/snapshots"));
    }

    [Fact]
    public async Task Work_whose_run_ended_while_it_waited_leaves_no_snapshot_and_its_files_are_kept_aside()
    {
        var repository = await TestRepository.CreateAsync(Folder.At("repository"));
        var agent = await StartAsync(AskOnce);
        await OfferAsync(InGit(item, repository));
        await Plane.Heartbeats.FirstAsync(beat => beat.Held.Count == 0 && beat.Sequence > 1);
        agent.Terminate();
        await agent.WaitForExitCodeAsync();
        await agent.DisposeAsync();
        Assert.Single(await repository.ListAsync("for-each-ref", "refs/swarm/snapshots"));

        Plane.Over[item.Id] = true;
        await using var next = await StartAsync(AskOnce);
        await next.Errors.FirstAsync(line => line.Contains("waits no longer", StringComparison.Ordinal));

        Assert.Equal(
            [new ParkedWorkItem(item.RunId, item.Id)], Plane.Asked.Seen.SelectMany(asked => asked.Parked));
        Assert.Empty(await repository.ListAsync("for-each-ref", "refs/swarm/snapshots"));
        Assert.Empty(Directory.GetDirectories(Folder.At("data/work")));
        var lost = Assert.Single(Directory.GetDirectories(Folder.At("data/lost")));
        Assert.Equal("draft\n", await File.ReadAllTextAsync(Path.Combine(lost, "tree", "draft.txt")));
    }

    [Fact]
    public async Task After_a_kill_of_the_agent_too()
    {
        var repository = await TestRepository.CreateAsync(Folder.At("repository"));
        var agent = await StartAsync(AskOnce);
        var (_, asked) = await OfferAsync(InGit(item, repository));
        await Plane.Heartbeats.FirstAsync(beat => beat.Held.Count == 0 && beat.Sequence > 1);
        await agent.KillAsync();
        await agent.DisposeAsync();
        await using var next = await StartAsync(AskOnce);

        var (_, report) = await OfferAsync(Answered(InGit(item, repository), asked));

        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
        Assert.Contains($"--resume={FakeClaude.Session}", Claude.Arguments(2));
        Assert.Equal(Claude.WorkingFolder(1), Claude.WorkingFolder(2));
    }

    [Fact]
    public async Task On_another_machine_the_work_goes_on_from_the_snapshot()
    {
        var repository = await TestRepository.CreateAsync(Folder.At("repository"));
        await using (await StartAsync(AskOnce))
        {
            await OfferAsync(InGit(item, repository));
        }

        var asked = Plane.Reports.Seen[0].Report;
        var clone = await CloneAsync(repository);
        await using var other = await StartAsync(AskOnce, "other");

        var (_, report) = await OfferAsync(Answered(InGit(item, clone), asked));

        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
        Assert.DoesNotContain(
            Claude.Arguments(2), argument => argument.StartsWith("--resume", StringComparison.Ordinal));
        var prompt = Claude.Prompt(2);
        Assert.StartsWith("Build it.\n\n---\n", prompt, StringComparison.Ordinal);
        Assert.Contains("It was asked: Which database?\nThe answer: SQLite", prompt, StringComparison.Ordinal);
        Assert.Contains("Wrote a draft.", prompt, StringComparison.Ordinal);
        Assert.Equal("draft", await clone.ShowAsync(report.Commit!, "draft.txt"));
    }

    [Fact]
    public async Task A_tool_that_does_not_end_its_turn_is_answered_once_it_is_asked_again()
    {
        await using var agent = await StartAsync("""
            mcp_start
            mcp_call ask '{"question":"Which database?"}'
            mcp_call ask '{"question":"And which port?"}'
            result 'Two questions.'
            """);

        var (_, report) = await OfferAsync(item);

        Assert.Equal("Which database?", report.Question!.Text);
        Assert.Contains("One question at a time.", Text(Parse(Claude.Answers(1)[3])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_answered_before_is_answered_at_once()
    {
        await using var agent = await StartAsync("""
            mcp_start
            mcp_call ask '{"question":"Which database?"}'
            result 'It is known.'
            """);

        var (_, report) = await OfferAsync(item with { Answers = [new WorkAnswer("Which database?", "SQLite", "me")] });

        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
        Assert.Equal("SQLite", Text(Parse(Claude.Answers(1)[2])));
    }

    [Fact]
    public async Task What_people_say_meanwhile_comes_with_the_answer_to_the_next_call_and_once()
    {
        await using var agent = await StartAsync("""
            mcp_start
            mcp_call report_progress '{"message":"Half of it"}'
            mcp_call report_progress '{"message":"All of it"}'
            mcp_call get_context '{}'
            result 'Done.'
            """);
        Plane.Directives.Enqueue("Be quick.");
        Plane.Directives.Enqueue("Use tabs.");

        var (_, report) = await OfferAsync(item with { Directives = ["Be quick."] });

        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
        var told = Result(Parse(Claude.Answers(1)[2])).GetProperty("content");
        Assert.Equal(2, told.GetArrayLength());
        Assert.EndsWith("It counts:\n\nUse tabs.", told[1].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, Result(Parse(Claude.Answers(1)[3])).GetProperty("content").GetArrayLength());
        Assert.Equal(
            """["Be quick.","Use tabs."]""",
            Parse(Text(Parse(Claude.Answers(1)[4]))).GetProperty("directives").GetRawText());
        Assert.Contains(
            "It is told what people have said: Use tabs.", Plane.LogOf(item.Id, 1).Select(line => line.Text));
    }

    [Fact]
    public async Task A_lock_is_taken_and_given_back()
    {
        await using var agent = await StartAsync("""
            mcp_start
            mcp_call acquire_lock '{"name":"deploy:prod"}'
            mcp_call release_lock '{"name":"deploy:prod"}'
            result 'Deployed.'
            """);

        var (_, report) = await OfferAsync(item);

        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
        Assert.StartsWith("You hold the lock", Text(Parse(Claude.Answers(1)[2])), StringComparison.Ordinal);
        Assert.Equal(
            [("deploy:prod", false), ("deploy:prod", true)],
            Plane.LockRequests.Seen.Select(asked => (asked.Name, asked.Release)));
    }

    [Fact]
    public async Task Secrets_in_questions_stay_on_the_machine()
    {
        File.WriteAllText(Folder.At("secrets"), "p8ssword-of-the-lab\n");
        await using var agent = await StartAsync(
            """
            mcp_start
            mcp_call ask '{"question":"Is p8ssword-of-the-lab right?","assumption":"p8ssword-of-the-lab"}'
            result 'I asked.'
            """,
            more: ["--secrets", Folder.At("secrets")]);

        var (_, report) = await OfferAsync(item);

        Assert.Equal(("Is [redacted] right?", "[redacted]"), (report.Question!.Text, report.Question.Assumption));
    }

    [Fact]
    public async Task In_a_sandbox_without_a_network_it_asks_as_well()
    {
        var rules = new SandboxRules(new OwnerPolicy { Sandbox = SandboxWish.Bubblewrap }, Folder.At("data"), "/root");
        var choice = SandboxChoice.Find(rules, TimeProvider.System);
        Assert.SkipUnless(choice.IsReal, choice.Problem ?? "");
        var policy = Folder.At("policy.yaml");
        File.WriteAllText(policy, $"network: none\nsandbox: {{ kind: bubblewrap, write: [{Folder.Path}] }}\n");
        await using var agent = await StartAsync(AskOnce, more: ["--policy", policy]);

        var (_, report) = await OfferAsync(item);

        Assert.Equal((WorkItemOutcome.Asked, "Which database?"), (report.Outcome, report.Question?.Text));
    }

    private async Task<AgentProcess> StartAsync(string script, string data = "data", params string[] more)
    {
        Claude.Write(script);
        var agent = AgentProcess.Start(
            Plane.Url, Folder.At(data), ["--config", Claude.WriteConfig(), .. more]);
        await Plane.Heartbeats.FirstAsync(beat => beat.Tools!.Contains("claude-code"));
        return agent;
    }

    private async Task<(string Id, ReportRequest Report)> OfferAsync(WorkItem offered)
    {
        Plane.Offer(offered);
        return await Plane.Reports.FirstAsync(told => told.Report.Token == offered.Token);
    }

    private static WorkItem InGit(WorkItem item, TestRepository repository) => item with
    {
        Git = new GitWork { Repository = repository.Path, Branch = "swarm/run/01jrun", CommitMessage = "By it" },
    };

    /// <summary>The work item as the control plane hands it out once its question was answered.</summary>
    private static WorkItem Answered(WorkItem item, ReportRequest asked) => item with
    {
        Token = asked.Token + 2,
        Answers = [new WorkAnswer(asked.Question!.Text, "SQLite", "somebody")],
        Snapshot = asked.Snapshot,
    };

    /// <summary>A repository on another machine: it has what was pushed, and nothing of the work in progress.</summary>
    private async Task<TestRepository> CloneAsync(TestRepository repository)
    {
        await repository.GitAsync("clone", "--quiet", "--no-local", repository.Path, Folder.At("clone"));
        return TestRepository.Open(Folder.At("clone"));
    }

    private string Content(Contracts.Content.ContentReference reference) =>
        System.Text.Encoding.UTF8.GetString(Plane.Contents[reference.Hash]);

    private static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;

    private static JsonElement Result(JsonElement message) => message.GetProperty("result");

    private static string Text(JsonElement message) =>
        Result(message).GetProperty("content")[0].GetProperty("text").GetString()!;
}
