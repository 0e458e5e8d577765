using System.CommandLine;
using Swarm.Cli.Json;
using Swarm.Contracts.Paging;

namespace Swarm.Cli.Api;

/// <summary>
/// Lists of what waits for somebody: <c>swarm questions</c>, <c>swarm questions list --all --run ID</c>.
/// </summary>
internal static class WaitingList
{
    /// <summary>Makes a command list what waits, and gives it <c>list</c> for more.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">How it reaches the API.</param>
    /// <param name="description">What <c>list</c> does, in a sentence.</param>
    /// <param name="all">What <c>--all</c> adds.</param>
    /// <param name="output">How it is shown.</param>
    /// <param name="ask">Asks for all or what waits, and of which run.</param>
    public static void AddTo<T>(
        Command command,
        ConnectionOptions options,
        string description,
        string all,
        ResultOutput<ListPage<T>> output,
        Func<SwarmClient, bool, string?, Task<ListPage<T>>> ask)
    {
        var isAll = new Option<bool>("--all") { Description = all };
        var run = new Option<string?>("--run") { Description = "Only those of one run." };
        var list = new Command("list", description) { isAll, run };
        list.SetAction((parsed, _) => ShowAsync(parsed, parsed.GetValue(isAll), parsed.GetValue(run)));
        command.Add(list);
        command.SetAction((parsed, _) => ShowAsync(parsed, isAll: false, run: null));

        async Task<int> ShowAsync(ParseResult parsed, bool isAll, string? run)
        {
            using var client = options.Connect(parsed, output.Context);
            output.Show(parsed, await ask(client, isAll, run));
            return ExitCodes.Ok;
        }
    }
}
