using System.Collections;
using System.Runtime.InteropServices;

namespace Swarm.WorkerAgent.Processes;

/// <summary>
/// What <c>swarm-agent exec-session ENVIRONMENT-FILE INPUT-FILE OPEN-FILE -- program arguments…</c> does: it waits
/// for the agent's word, becomes a session of its own and then the program. The agent gives its word (one byte on
/// standard input) after the pid and its start time are on disk. Had the agent died before, standard input ends and
/// the program never runs: so there is no command that a later life of the agent would not find.
/// </summary>
internal static class ExecSession
{
    public const string Verb = "exec-session";

    /// <summary>The input file of a program that reads nothing.</summary>
    public const string NoInput = "/dev/null";

    private const int NeverStarted = 125;
    private const int CannotExecute = 126;
    private const int NotFound = 127;

    public static int Run(string[] arguments)
    {
        if (arguments.Length < 6 || arguments[0] != Verb || arguments[4] != "--")
        {
            Console.Error.WriteLine(
                $"usage: swarm-agent {Verb} ENVIRONMENT-FILE INPUT-FILE OPEN-FILE -- PROGRAM [ARGUMENT...]");
            return NeverStarted;
        }

        if (!LibC.ReadByteFromStandardInput())
        {
            return NeverStarted;
        }

        // It leads a session already where the agent could start it by setsid.
        if (LibC.GetSession(0) != Environment.ProcessId && LibC.SetSession() < 0)
        {
            Console.Error.WriteLine($"swarm-agent: setsid failed: {Marshal.GetLastPInvokeErrorMessage()}");
            return NeverStarted;
        }

        ReplaceEnvironment(EnvironmentFile.Read(arguments[1]));
        LibC.ResetSignals();
        var command = arguments[5..];

        // From here on the runtime opens nothing more, so that no descriptor of its own is taken away from it.
        if (!Open(arguments[2], descriptor: 0) || !Open(arguments[3], SandboxVariables.Descriptor))
        {
            return NeverStarted;
        }

        _ = LibC.Execute(command[0], [.. command, null]);
        var error = Marshal.GetLastPInvokeError();
        var reason = Marshal.GetPInvokeErrorMessage(error);
        Console.Error.WriteLine($"swarm-agent: cannot run '{command[0]}': {reason}");
        return error is LibC.ErrNoEntry or LibC.ErrNotDirectory ? NotFound : CannotExecute;
    }

    private static bool Open(string path, int descriptor)
    {
        // Nothing is opened where nothing is to be read: the command starts with its three streams alone.
        if ((path == NoInput && descriptor != 0) || LibC.OpenAs(path, descriptor))
        {
            return true;
        }

        Console.Error.WriteLine($"swarm-agent: cannot read '{path}'");
        return false;
    }

    // .NET keeps a copy of the environment; the program gets the C library's.
    private static void ReplaceEnvironment(IReadOnlyDictionary<string, string> wanted)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            _ = LibC.RemoveVariable((string)variable.Key);
        }

        foreach (var (name, value) in wanted)
        {
            _ = LibC.SetVariable(name, value, 1);
        }
    }
}
