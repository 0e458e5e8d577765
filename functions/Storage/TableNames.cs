namespace Swarm.Functions.Storage;

/// <summary>The names of all tables.</summary>
internal static class TableNames
{
    public const string Runs = "Runs";
    public const string Logs = "Logs";
    public const string Workflows = "Workflows";
    public const string Schedules = "Schedules";
    public const string Tasks = "Tasks";
    public const string Workers = "Workers";
    public const string ActiveWork = "ActiveWork";
    public const string Credentials = "Credentials";
    public const string Lists = "Lists";
    public const string Content = "Content";
    public const string Pending = "Pending";
    public const string Locks = "Locks";
}
