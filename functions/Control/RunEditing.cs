using System.Text.Json;
using Swarm.Contracts.Runs;
using Swarm.Core.Workflows;
using Swarm.Functions.Http;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;
using Swarm.Functions.Workflows;

namespace Swarm.Functions.Control;

/// <summary>Reads what somebody wants to be different when a run runs again from one of its nodes.</summary>
public sealed class RunEditing(WorkflowStore workflows, RunInputs packing, SwarmTables tables)
{
    /// <summary>All values of one node together, as JSON.</summary>
    private const int InputMaxChars = 32 * 1024;

    private const int NameMaxChars = 63;

    /// <summary>What is asked for, checked against the run and packed.</summary>
    /// <exception cref="ApiProblemException">422: there is no such node, or it cannot be given this.</exception>
    public async Task<RunEdit> ReadAsync(RunDocument run, RerunRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(request);
        var version = await workflows.GetVersionAsync(run.WorkflowId, run.WorkflowVersion, cancellation);
        var from = await FindAsync(run, request, version.Definition, cancellation);
        var inputs = Check(version.Definition, request);
        RunInputs.Check(inputs);
        return new RunEdit(from, request.Input, await packing.PackAsync(run.Id, inputs, cancellation));
    }

    private async Task<NodeMark> FindAsync(
        RunDocument run, RerunRequest request, WorkflowDefinition workflow, CancellationToken cancellation)
    {
        var node = await tables.FindNodeAsync(run.Id, request.Node, cancellation);
        var last = Math.Max(1, node?.Iteration ?? 0);
        var iteration = request.Iteration ?? last;
        new FieldErrors()
            .Require(
                node is not null || workflow.Nodes.Any(known => known.Id == request.Node),
                "/node",
                $"Run '{run.Id}' has no node '{request.Node}'. GET the run to see its nodes.")
            .Require(
                iteration >= 1 && iteration <= last,
                "/iteration",
                $"The node has had the iterations 1 to {last}.")
            .ThrowIfAny();
        return new NodeMark(request.Node, iteration);
    }

    private static IReadOnlyDictionary<string, JsonElement> Check(WorkflowDefinition workflow, RerunRequest request)
    {
        new FieldErrors()
            .Require(
                request.Input.Sum(value => value.Key.Length + value.Value.GetRawText().Length) <= InputMaxChars,
                "/input",
                $"{InputMaxChars} characters at most.")
            .Require(
                request.Input.Keys.All(name => name.Length is > 0 and <= NameMaxChars
                    && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')),
                "/input",
                $"Name each value by letters, digits, '-' and '_', at most {NameMaxChars}.")
            .Require(
                !request.Inputs.Keys.Any(name => name is InputNames.Repository or InputNames.Base),
                "/inputs",
                $"'{InputNames.Repository}' and '{InputNames.Base}' stay; begin a new run to change them.")
            .ThrowIfAny();
        var given = workflow with
        {
            Inputs = [.. workflow.Inputs.Where(input => request.Inputs.ContainsKey(input.Name))],
        };
        var inputs = InputValues.Of(given, request.Inputs);
        return inputs.IsValid ? inputs.Values : throw Problems.Invalid(inputs.Errors);
    }
}
