namespace Swarm.Cli.Workflows;

/// <summary>Reads a workflow file from disk.</summary>
internal static class WorkflowFile
{
    private const long MaxBytes = 1024 * 1024;

    public static async Task<string> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            var bytes = new FileInfo(file).Length;
            return bytes <= MaxBytes
                ? await File.ReadAllTextAsync(file, cancellation)
                : throw CliException.WrongInput($"{file} has {bytes} bytes; a workflow file has at most {MaxBytes}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.WrongInput($"{file} cannot be read: {e.Message}", e);
        }
    }
}
