using System.Text.Json.Serialization;

namespace Swarm.Functions.Tasks;

/// <summary>How the inputs of a task's run are written.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TaskTexts : JsonSerializerContext;
