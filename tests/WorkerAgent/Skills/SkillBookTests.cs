using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Skills;

namespace Swarm.Tests.WorkerAgent.Skills;

/// <summary>A prompt that begins with the name of a skill becomes what the skill says.</summary>
public sealed class SkillBookTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly LogFile log;

    public SkillBookTests()
    {
        Directory.CreateDirectory(folder.At("tree/.swarm/skills"));
        log = new LogFile(folder.At("log.jsonl"));
    }

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("/commit")]
    [InlineData("/test the parser")]
    [InlineData("/build")]
    public void Some_skills_are_always_there(string prompt)
    {
        var expanded = Expand(prompt);

        Assert.NotEqual(prompt, expanded);
        Assert.DoesNotContain("$ARGUMENTS", expanded, StringComparison.Ordinal);
        Assert.EndsWith(prompt.Split(' ', 2).ElementAtOrDefault(1) ?? "", expanded, StringComparison.Ordinal);
    }

    [Fact]
    public void The_repository_has_skills_of_its_own_and_its_own_words_for_the_others()
    {
        Write("deploy", "---\nname: deploy\n---\nDeploy to $ARGUMENTS, carefully.\n");
        Write("test", "Run make check.\n");

        Assert.Equal("Deploy to production, carefully.", Expand("/deploy production"));
        Assert.Equal("Run make check.\n\nquickly\nplease", Expand("/test quickly\nplease"));
    }

    [Theory]
    [InlineData("Do /test it.")]
    [InlineData("/unknown thing")]
    [InlineData("/../secret")]
    [InlineData("/Test")]
    [InlineData("/usr/bin/env is a program")]
    public void Other_prompts_stay_as_they_are(string prompt) => Assert.Equal(prompt, Expand(prompt));

    [Fact]
    public void A_skill_that_is_a_link_out_of_the_repository_is_none()
    {
        File.WriteAllText(folder.At("secret"), "The agent's key.");
        File.CreateSymbolicLink(folder.At("tree/.swarm/skills/leak.md"), folder.At("secret"));

        Assert.Equal("/leak", Expand("/leak"));
    }

    [Fact]
    public void A_skill_that_is_too_long_is_none()
    {
        Write("long", new string('x', SkillBook.MaxBytes + 1));

        Assert.Equal("/long", Expand("/long"));
    }

    private void Write(string name, string text) => File.WriteAllText(folder.At($"tree/.swarm/skills/{name}.md"), text);

    private string Expand(string prompt)
    {
        var output = new WorkOutput(log, Redactor.None, TimeProvider.System);
        var item = WorkItems.Noop() with { Ai = new AiWork { Prompt = prompt } };
        return SkillBook.Expand(item, folder.At("tree"), output).Ai!.Prompt;
    }
}
