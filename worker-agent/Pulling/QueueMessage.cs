namespace Swarm.WorkerAgent.Pulling;

/// <summary>A message that was taken from a storage queue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PopReceipt">Names this delivery of it.</param>
/// <param name="Body">Its text.</param>
/// <param name="Takes">How often it has been taken, this time included.</param>
internal sealed record QueueMessage(string Id, string PopReceipt, string Body, long Takes);
