namespace Swarm.Cli.Api;

/// <summary>No answer came from the control plane's address.</summary>
internal sealed class ControlPlaneUnreachableException(Uri address, Exception inner)
    : Exception(
        $"No control plane answers at {address} ({Cause(inner)}). Start one with `swarm up`, or name it with --url.",
        inner)
{
    private static string Cause(Exception e) =>
        e is OperationCanceledException ? "no answer in time" : e.InnerException?.Message ?? e.Message;
}
