namespace Swarm.Tests.Cli.Scripts;

/// <summary>The entry script, in every shell that a system may call <c>sh</c> and that is installed here.</summary>
public sealed class EntryScriptTests : IDisposable
{
    private readonly ScriptClone clone = new();

    public static TheoryData<string> Shells =>
        [.. new[] { "/bin/sh", "/bin/dash", "/bin/bash" }.Where(File.Exists)];

    public void Dispose() => clone.Dispose();

    [Theory]
    [MemberData(nameof(Shells))]
    public void It_builds_once_and_again_when_a_source_has_changed(string shell)
    {
        Assert.Equal(0, clone.Run(shell, "runs").ExitCode);
        Assert.Equal(0, clone.Run(shell, "runs").ExitCode);
        Assert.Equal(1, clone.Calls("build"));

        clone.WriteSource("class B;");
        Assert.Equal(0, clone.Run(shell, "runs").ExitCode);
        Assert.Equal(2, clone.Calls("build"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void What_it_does_not_know_goes_to_the_command_line_program(string shell)
    {
        var (_, output, _) = clone.Run(shell, "runs", "watch", "two words");

        Assert.Matches("^ran: .*/swarm-cli.dll runs watch two words\n$", output);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Without_a_fitting_SDK_it_says_in_one_sentence_what_to_install(string shell)
    {
        clone.Environment["NO_SDK"] = "1";

        var (exitCode, output, error) = clone.Run(shell, "demo");

        Assert.Equal(3, exitCode);
        Assert.Equal("", output);
        Assert.StartsWith("swarm: a .NET 10 SDK is needed, and none of the installed ones is: 8.0.404.", error);
        Assert.Equal(1, error.Count(c => c == '\n'));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Without_a_network_it_says_which_registry_was_wanted(string shell)
    {
        clone.Environment["BUILD_SAYS"] = "error NU1301: Unable to load the service index for source";

        var (exitCode, _, error) = clone.Run(shell, "demo");

        Assert.Equal(3, exitCode);
        Assert.Contains("the NuGet registry configured on this machine does not answer", error);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_build_that_failed_is_not_taken_for_done(string shell)
    {
        clone.Environment["BUILD_SAYS"] = "A.cs(1,1): error CS1001: Identifier expected";
        var (exitCode, _, error) = clone.Run(shell, "runs");
        clone.Environment.Remove("BUILD_SAYS");

        Assert.Equal(3, exitCode);
        Assert.Contains("CS1001", error);
        Assert.Equal(0, clone.Run(shell, "runs").ExitCode);
        Assert.Equal(2, clone.Calls("build"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Tests_end_with_one_line_of_sums(string shell)
    {
        clone.AddTests("One", (10, 10, 10, 0), fails: false);
        clone.AddTests("Two", (5, 5, 5, 0), fails: false);

        var (exitCode, output, _) = clone.Run(shell, "test");

        Assert.Equal(0, exitCode);
        Assert.Equal("15 passed, 0 failed\n", output);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Failed_and_skipped_tests_are_counted_and_named(string shell)
    {
        clone.AddTests("One", (10, 8, 7, 1), fails: true);

        var (exitCode, output, error) = clone.Run(shell, "test");

        Assert.Equal(1, exitCode);
        Assert.Equal("7 passed, 1 failed, 2 skipped\n", output);
        Assert.Contains("failed: It_works", error);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_test_run_that_died_is_a_failure_whatever_its_exit_code(string shell)
    {
        clone.AddTests("One", null, fails: true);
        clone.AddTests("Two", (3, 3, 3, 0), fails: true);
        clone.AddTests("Three", null, fails: false);

        var (exitCode, output, _) = clone.Run(shell, "test");

        Assert.Equal(1, exitCode);
        Assert.Equal("3 passed, 3 failed\n", output);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Without_a_home_it_takes_the_accounts_own_or_a_temporary_one(string shell)
    {
        clone.Environment["HOME"] = "";

        Assert.Equal(0, clone.Run(shell, "runs").ExitCode);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_dead_builds_lock_is_taken_over(string shell)
    {
        var lockFile = Path.Combine(Path.GetDirectoryName(clone.Environment["CALLS"])!, "artifacts", "build.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(lockFile)!);
        File.WriteAllText(lockFile, "2147483646\n");

        Assert.Equal(0, clone.Run(shell, "runs").ExitCode);
        Assert.False(File.Exists(lockFile));
    }
}
