using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Swarm.Functions.WorkLogs;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.WorkLogs;

public sealed class WorkLogOptionsTests
{
    [Fact]
    public async Task By_default_64_MiB_are_kept()
    {
        await using var app = new TestApp();

        Assert.Equal(67_108_864, app.Get<IOptions<WorkLogOptions>>().Value.MaxBytesPerWorkItem);
    }

    [Theory]
    [InlineData(65_535, false)]
    [InlineData(65_536, true)]
    [InlineData(1_073_741_824, true)]
    [InlineData(1_073_741_825, false)]
    public async Task The_limit_has_limits(long bytes, bool isValid)
    {
        await using var app = new TestApp(services =>
            services.Configure<WorkLogOptions>(options => options.MaxBytesPerWorkItem = bytes));
        var options = app.Get<IOptions<WorkLogOptions>>();

        if (isValid)
        {
            Assert.Equal(bytes, options.Value.MaxBytesPerWorkItem);
        }
        else
        {
            Assert.Throws<OptionsValidationException>(() => options.Value);
        }
    }
}
