using Swarm.Contracts.Snapshots;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Folders;

namespace Swarm.Tests.WorkerAgent.Folders;

/// <summary>Work that waits for an answer keeps its folder, unless it went on elsewhere meanwhile.</summary>
public sealed class ParkedWorkTests : IDisposable
{
    private static readonly WorkSnapshot Saved = new()
    {
        At = DateTimeOffset.UnixEpoch,
        Base = new string('a', 40),
        Commit = new string('b', 40),
    };

    private static readonly WorkAnswer Answer = new("Which?", "This.", "me");

    private readonly TestFolder folder = new();
    private readonly DataFolder data;
    private readonly ParkedWork parked;

    public ParkedWorkTests()
    {
        data = new DataFolder(folder.At("data"));
        parked = new ParkedWork(data);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void With_its_answer_the_work_gets_its_folder_back_under_the_new_claim()
    {
        var first = Park(WorkItems.Noop());

        var (again, record) = parked.Take(WorkItems.Noop(token: 3) with { Answers = [Answer], Snapshot = Saved });

        Assert.Equal(first.Tree, again.Tree);
        Assert.Equal("session", record?.Session);
        Assert.Equal("half\n", File.ReadAllText(Path.Combine(again.Tree, "work")));
        Assert.Equal(3, again.ReadClaim()?.Token);
        Assert.False(again.IsParked);
        Assert.False(File.Exists(again.LogFile));
    }

    [Fact]
    public void Work_that_another_machine_went_on_with_begins_from_its_snapshot()
    {
        var first = Park(WorkItems.Noop());
        var later = Saved with { Commit = new string('c', 40) };

        var (again, record) = parked.Take(
            WorkItems.Noop(token: 7) with { Answers = [Answer, Answer], Snapshot = later });

        Assert.Null(record);
        Assert.NotEqual(first.Tree, again.Tree);
    }

    [Fact]
    public void Work_that_is_not_answered_is_as_good_as_parked_elsewhere()
    {
        Park(WorkItems.Noop());

        Assert.Null(parked.Take(WorkItems.Noop(token: 3) with { Snapshot = Saved }).Parked);
    }

    [Fact]
    public void Until_its_question_is_told_the_work_is_not_parked()
    {
        var item = WorkItems.Noop();
        var waiting = Park(item);
        waiting.SpoolReport(new ReportRequest
        {
            RunId = item.RunId,
            Token = 1,
            Outcome = Contracts.Statuses.WorkItemOutcome.Asked,
        });

        Assert.False(waiting.IsParked);
        waiting.Park();
        Assert.True(waiting.IsParked);
    }

    [Fact]
    public void Of_too_many_the_oldest_go()
    {
        for (var i = 0; i < ParkedWork.Kept + 2; i++)
        {
            var one = Park(WorkItems.Noop($"n{i}"));
            File.SetLastWriteTimeUtc(one.ParkedFile, DateTime.UnixEpoch.AddDays(i));
        }

        Assert.Equal(["01jrun~1~n1~1~1", "01jrun~1~n0~1~1"], parked.TooMany().Select(one => one.ReadClaim()!.Id));
    }

    private WorkFolder Park(WorkItem item)
    {
        var place = WorkFolder.Create(data, item);
        Directory.CreateDirectory(place.Tree);
        File.WriteAllText(Path.Combine(place.Tree, "work"), "half\n");
        File.WriteAllText(place.LogFile, "");
        place.WriteParked(new ParkedRecord { Answers = item.Answers.Count, Session = "session", Snapshot = Saved });
        return place;
    }
}
