using System.Xml.Linq;
using Swarm.WorkerAgent.Services;

namespace Swarm.Tests.WorkerAgent.Services;

public sealed class ServicePlanTests
{
    private static readonly string[] Command = ["/opt/my agent/swarm-agent", "run", "--name=100% \"$mine\" <&>"];

    [Fact]
    public void Systemd_gets_a_unit_of_the_user_whose_arguments_are_quoted_in_its_own_way()
    {
        var plan = ServicePlans.Systemd(Command, "/srv/somebody");

        Assert.Equal("/srv/somebody/.config/systemd/user/swarm-agent.service", plan.File);
        Assert.Contains(
            """ExecStart="/opt/my agent/swarm-agent" "run" "--name=100%% \"$$mine\" <&>" """.TrimEnd(),
            plan.Content,
            StringComparison.Ordinal);
        Assert.Contains("RestartPreventExitStatus=2 3 4", plan.Content, StringComparison.Ordinal);
        Assert.Equal(["systemctl", "--user", "enable", "--now", "swarm-agent.service"], plan.Install[^1]);
        Assert.Equal(["systemctl", "--user", "disable", "--now", "swarm-agent.service"], plan.Uninstall[0]);
    }

    [Fact]
    public void Launchd_gets_a_list_that_is_well_formed()
    {
        var plan = ServicePlans.Launchd(Command, "/srv/somebody");

        var list = XDocument.Parse(plan.Content);
        Assert.Equal(Command, list.Descendants("array").Single().Elements("string").Select(item => item.Value));
        Assert.Equal(["launchctl", "load", "-w", plan.File!], plan.Install.Single());
    }

    [Fact]
    public void Windows_gets_a_task_of_the_user()
    {
        var plan = ServicePlans.Windows(["C:\\Swarm\\swarm-agent.exe", "run"]);

        Assert.Null(plan.File);
        Assert.Equal("\"C:\\Swarm\\swarm-agent.exe\" \"run\"", plan.Install[0][^1]);
    }
}
