using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Connections;

public sealed class ConnectionTests : IDisposable
{
    private readonly TemporaryFile data = new("");
    private readonly Dictionary<string, string> environment = [];

    public ConnectionTests()
    {
        environment["SWARM_DATA"] = data.Folder;
        File.WriteAllText(Path.Combine(data.Folder, "admin.key"), "swk_admin_of_the_folder\n");
    }

    public void Dispose() => data.Dispose();

    [Fact]
    public void The_option_beats_the_environment_which_beats_the_data_folder_which_beats_the_default()
    {
        Assert.Equal("http://127.0.0.1:7071/", Find(null).Address.ToString());

        File.WriteAllText(Path.Combine(data.Folder, "address"), "http://127.0.0.1:1001/\n");
        Assert.Equal("http://127.0.0.1:1001/", Find(null).Address.ToString());

        environment["SWARM_URL"] = "http://127.0.0.1:1002";
        Assert.Equal("http://127.0.0.1:1002/", Find(null).Address.ToString());

        Assert.Equal("http://127.0.0.1:1003/", Find("http://127.0.0.1:1003").Address.ToString());
    }

    [Fact]
    public void The_key_is_that_of_the_environment_or_of_the_data_folder()
    {
        Assert.Equal("swk_admin_of_the_folder", Find(null).Key);

        environment["SWARM_KEY"] = "swk_admin_other";
        Assert.Equal("swk_admin_other", Find(null).Key);
    }

    [Fact]
    public void The_key_of_the_data_folder_never_goes_to_another_machine()
    {
        Assert.Null(Find("https://swarm.example").Key);

        environment["SWARM_KEY"] = "swk_admin_other";
        Assert.Equal("swk_admin_other", Find("https://swarm.example").Key);
    }

    private Connection Find(string? url)
    {
        var context = new CliContext(TextWriter.Null, TextWriter.Null, isTerminal: false)
        {
            Environment = name => environment.GetValueOrDefault(name),
        };
        return Connection.Find(context, url, dataFolder: null);
    }
}
