namespace Swarm.WorkerAgent.Skills;

/// <summary>The skills that every agent has.</summary>
internal static class BuiltInSkills
{
    /// <summary>What a skill says; null for one that there is not.</summary>
    public static string? Find(string name) => name switch
    {
        "commit" => """
            Look at what has changed in this working folder (`git status`, `git diff`) and commit it in as many commits
            as there are separate matters, each with a message of one line in the present tense that says what is true
            now. Commit nothing that was generated and no secrets. Do not push. $ARGUMENTS
            """,
        "test" => """
            Find out how this repository is tested (its documentation, its build files) and run the tests. If some fail,
            say for each what was expected and what came, and the likely cause. Change no file unless you are asked to.
            $ARGUMENTS
            """,
        "build" => """
            Find out how this repository is built (its documentation, its build files) and build it. If that fails, say
            what the first error is, where, and its likely cause. Change no file unless you are asked to. $ARGUMENTS
            """,
        _ => null,
    };
}
