using Swarm.Cli.Consoles;
using Swarm.Cli.Local;

namespace Swarm.Cli.Api;

/// <summary>Where the control plane is and with which key to speak to it.</summary>
internal sealed record Connection(Uri Address, string? Key)
{
    public const string DefaultAddress = "http://127.0.0.1:7071";

    /// <summary>
    /// The address: option, SWARM_URL, what <c>swarm up</c> left in the data folder, the default. The key: SWARM_KEY,
    /// or the data folder's. A key from the data folder goes to this machine only: that control plane is here.
    /// </summary>
    public static Connection Find(CliContext context, string? url, string? dataFolder)
    {
        var data = new DataFolder(dataFolder ?? DataFolder.Default(context.Environment));
        var text = url ?? NonEmpty(context.Environment("SWARM_URL")) ?? data.ReadAddress() ?? DefaultAddress;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw CliException.WrongInput($"'{text}' is no address such as {DefaultAddress}.");
        }

        var key = NonEmpty(context.Environment("SWARM_KEY")) ?? (address.IsLoopback ? data.ReadAdminKey() : null);
        return new Connection(address, key);
    }

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
