namespace Swarm.Cli.Local;

/// <summary>The folder of a control plane on this machine, and what lies in it for others.</summary>
internal sealed class DataFolder(string path)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string AgentPath => System.IO.Path.Combine(Path, "agent");

    public string LogPath(string process) => System.IO.Path.Combine(Path, "logs", process + ".log");

    private string AddressFile => System.IO.Path.Combine(Path, "address");

    private string AdminKeyFile => System.IO.Path.Combine(Path, "admin.key");

    /// <summary>Where programs keep what is theirs on this machine, outside any clone.</summary>
    public static string StateRoot(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
        {
            return System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Swarm");
        }

        var state = environment("XDG_STATE_HOME");
        if (!string.IsNullOrEmpty(state))
        {
            return System.IO.Path.Combine(state, "swarm");
        }

        var home = environment("HOME");
        return string.IsNullOrEmpty(home)
            ? System.IO.Path.Combine(System.IO.Path.GetTempPath(), "swarm-" + Environment.UserName)
            : System.IO.Path.Combine(home, ".local", "state", "swarm");
    }

    public static string Default(Func<string, string?> environment)
    {
        var named = environment("SWARM_DATA");
        return string.IsNullOrEmpty(named) ? StateRoot(environment) : named;
    }

    public void Create()
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Path);
            }
            else
            {
                // The admin key and the workers' output lie here: nobody else may read them.
                Directory.CreateDirectory(
                    Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            Directory.CreateDirectory(System.IO.Path.Combine(Path, "logs"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.CannotStart($"The data folder {Path} cannot be made: {e.Message}", e);
        }
    }

    public string? ReadAddress() => ReadLine(AddressFile);

    public void WriteAddress(Uri address) => File.WriteAllText(AddressFile, address.ToString() + '\n');

    public void ForgetAddress() => File.Delete(AddressFile);

    public string? ReadAdminKey() => ReadLine(AdminKeyFile);

    private static string? ReadLine(string file)
    {
        try
        {
            var text = File.ReadAllText(file).Trim();
            return text.Length == 0 ? null : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
