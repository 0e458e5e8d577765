using Swarm.Functions.Hosts.Embedded;
using Swarm.Functions.Security;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Security;

public sealed class AdminKeyTests
{
    [Fact]
    public async Task The_key_is_made_once_and_kept()
    {
        using var folder = new TestFolder();
        var file = new AdminKeyFile(Path.Combine(folder.Path, "data"));

        var first = await file.GetAsync(CancellationToken.None);
        var second = await file.GetAsync(CancellationToken.None);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_crash_while_the_file_is_written_leaves_no_half_key()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "admin.key.new"), "swk_ad", CancellationToken.None);

        var key = await new AdminKeyFile(folder.Path).GetAsync(CancellationToken.None);

        Assert.Equal(53, key!.Length);
    }

    [Fact]
    public async Task A_new_key_ends_the_old_one_wherever_a_crash_cut_the_change_off()
    {
        for (var writes = 0; ; writes++)
        {
            Assert.True(writes < 10, "Changing the key writes more than ten times.");
            await using var app = new TestApp();
            var keys = app.Get<ApiKeys>();
            await keys.EnsureAdminAsync("old", CancellationToken.None);
            app.Crash.Arm(writes);
            try
            {
                await keys.EnsureAdminAsync("new", CancellationToken.None);
            }
            catch (CrashException)
            {
                // As planned.
            }

            var hasCrashed = app.Crash.HasCrashed;
            app.Crash.Restart();
            await keys.EnsureAdminAsync("new", CancellationToken.None);

            Assert.Null(await keys.FindAsync("old", CancellationToken.None));
            Assert.Equal(Role.Admin, (await keys.FindAsync("new", CancellationToken.None))!.Role);
            if (!hasCrashed)
            {
                return;
            }
        }
    }
}
