using Swarm.Contracts.DeadLetters;
using Swarm.Functions.DeadLetters;

namespace Swarm.Tests.Functions.Harness;

/// <summary>The usual steps of a dead letter's life.</summary>
internal static class Letters
{
    /// <summary>Lets a worker take a work item and lose it, until it is parked.</summary>
    public static async Task<DeadLetter> ParkAsync(this TestApp app, string worker)
    {
        while (await app.ParkedAsync() is [])
        {
            var item = await app.TakeAsync(worker);
            await app.BeatAsync(worker, item.Held());
            await app.BeatAsync(worker);
        }

        return (await app.ParkedAsync())[0];
    }

    public static async Task<IReadOnlyList<DeadLetter>> ParkedAsync(this TestApp app) =>
        (await app.Get<DeadLetterStore>().ListAsync(
            letter => letter.Status == DeadLetterStatus.Parked, after: null, limit: 50, CancellationToken.None)).Items;

    public static Task<DeadLetter> ReplayAsync(this TestApp app, string id) =>
        app.Get<DeadLetterSettling>().ReplayAsync(id, "somebody", app.Engine, CancellationToken.None);

    public static Task<DeadLetter> DropAsync(this TestApp app, string id) =>
        app.Get<DeadLetterSettling>().DropAsync(id, "somebody", app.Engine, CancellationToken.None);

    public static Task<DeadLetter> ReadLetterAsync(this TestApp app, string id) =>
        app.Get<DeadLetterStore>().ReadAsync(id, CancellationToken.None);
}
