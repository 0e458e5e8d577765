using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Tools;

public sealed class ToolCatalogueTests : IDisposable
{
    private readonly ManualClock clock = new();
    private readonly TestFolder folder = new();
    private readonly FakeTool tool = new("thinker");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_tool_is_offered_once_it_was_found_well()
    {
        var catalogue = Catalogues.Of(clock, new ShellTool([], new CommandRunner(clock)), tool);
        var changes = 0;
        catalogue.OnChange = () => changes++;
        Assert.Equal(["shell"], catalogue.Usable);

        await catalogue.CheckAsync(CancellationToken.None);

        Assert.Equal(["shell", "thinker"], catalogue.Usable);
        Assert.Equal(1, changes);
        Assert.Equal("1.0", catalogue.States.Single(state => state.Name == "thinker").Version);
    }

    [Fact]
    public async Task A_tool_that_is_not_there_is_told_of_only_if_the_owner_named_it()
    {
        tool.Health = new ToolHealth(IsPresent: false, "There is no program 'thinker'.");
        var catalogue = Catalogues.Of(clock, tool);

        await catalogue.CheckAsync(CancellationToken.None);

        Assert.Empty(catalogue.States);
        Assert.Equal("There is no program 'thinker'.", catalogue.WhyNot("thinker"));
    }

    [Fact]
    public async Task A_parked_tool_is_back_when_its_time_has_come_and_is_healthy_all_the_while()
    {
        var catalogue = Catalogues.Of(clock, tool);
        await catalogue.CheckAsync(CancellationToken.None);
        var until = clock.GetUtcNow() + TimeSpan.FromHours(1);

        catalogue.Note("thinker", new ToolTrouble("Its quota is used up.", until));

        Assert.Empty(catalogue.Usable);
        var state = Assert.Single(catalogue.States);
        Assert.Equal((true, until, "Its quota is used up."), (state.Healthy, state.ParkedUntil, state.Reason));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["thinker"], catalogue.Usable);
        Assert.Null(Assert.Single(catalogue.States).ParkedUntil);
    }

    [Fact]
    public async Task A_pause_is_counted_and_a_clock_that_is_set_back_does_not_make_it_longer()
    {
        var catalogue = Catalogues.Of(clock, tool);
        await catalogue.CheckAsync(CancellationToken.None);
        catalogue.Note("thinker", ToolTrouble.ForAWhile("Its quota is used up.", TimeSpan.FromMinutes(5)));

        clock.SetWall(TimeSpan.FromHours(-3));
        clock.Advance(TimeSpan.FromMinutes(4));

        Assert.Empty(catalogue.Usable);
        Assert.Equal(
            clock.GetUtcNow() + TimeSpan.FromMinutes(1), Assert.Single(catalogue.States).ParkedUntil);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["thinker"], catalogue.Usable);
    }

    /// <summary>Timers stand still meanwhile, and so would the pause.</summary>
    [Fact]
    public async Task A_pause_goes_on_while_the_machine_sleeps()
    {
        var catalogue = Catalogues.Of(clock, tool);
        await catalogue.CheckAsync(CancellationToken.None);
        catalogue.Note("thinker", ToolTrouble.ForAWhile("Its quota is used up.", TimeSpan.FromMinutes(5)));

        clock.SetWall(TimeSpan.FromMinutes(5));

        Assert.Equal(["thinker"], catalogue.Usable);
    }

    /// <summary>The tool told the instant: on a clock that went wrong and was set right, that is what counts.</summary>
    [Fact]
    public async Task A_quota_that_returns_at_a_told_time_does_so_by_the_clock_on_the_wall()
    {
        var catalogue = Catalogues.Of(clock, tool);
        await catalogue.CheckAsync(CancellationToken.None);
        var until = clock.GetUtcNow() + TimeSpan.FromHours(5);
        catalogue.Note("thinker", new ToolTrouble("Its quota is used up.", until));

        clock.SetWall(TimeSpan.FromHours(-2));
        clock.Advance(TimeSpan.FromHours(5));
        Assert.Empty(catalogue.Usable);
        Assert.Equal(until, Assert.Single(catalogue.States).ParkedUntil);

        clock.SetWall(TimeSpan.FromHours(2));
        Assert.Equal(["thinker"], catalogue.Usable);
    }

    [Fact]
    public async Task A_tool_in_trouble_is_back_when_it_was_looked_at_again()
    {
        var catalogue = Catalogues.Of(clock, tool);
        await catalogue.CheckAsync(CancellationToken.None);

        catalogue.Note("thinker", new ToolTrouble("It is not signed in."));
        Assert.Equal("It is not signed in.", catalogue.WhyNot("thinker"));
        await catalogue.CheckAsync(CancellationToken.None);

        Assert.Equal(["thinker"], catalogue.Usable);
    }

    [Fact]
    public async Task What_was_found_is_offered_at_once_at_the_next_start()
    {
        await Catalogues.Of(clock, folder.At("tools.json"), tool).CheckAsync(CancellationToken.None);

        Assert.Equal(["thinker"], Catalogues.Of(clock, folder.At("tools.json"), tool).Usable);
    }

    [Fact]
    public async Task Whoever_waits_for_a_tool_is_woken_by_the_first_that_is_found()
    {
        var catalogue = Catalogues.Of(clock, tool);
        var waiting = catalogue.WaitForUsableAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        await catalogue.CheckAsync(CancellationToken.None);

        Assert.Equal(["thinker"], await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
