using System.Diagnostics;

namespace Swarm.Tests.Shared;

/// <summary>
/// Writes scripts that a test lets run. A process of its own writes them: were it this one, a program that another test
/// starts at that moment could still hold the file open for writing, and the system would refuse to run it.
/// </summary>
internal static class ProgramFile
{
    public static void Write(string path, string text)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "cat > \"$0\" && chmod 755 \"$0\"", path])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        using var writer = Process.Start(start)!;
        writer.StandardInput.Write(text);
        writer.StandardInput.Close();
        writer.WaitForExit();
        if (writer.ExitCode != 0)
        {
            throw new IOException($"The script {path} was not written: exit code {writer.ExitCode}.");
        }
    }
}
