using System.Text.Json.Nodes;
using Swarm.Durable.Core.History;

namespace Swarm.Embedded.Management;

/// <summary>
/// A history as the status endpoint of Durable Functions shows it: a call and its result are one event, the beginnings
/// and ends of turns are left out, and so are numbers.
/// </summary>
internal sealed class HistoryEvents(bool showInput, bool showOutput)
{
    private readonly Dictionary<int, (JsonObject Event, string? Name, DateTime Time, string? Input)> _calls = [];
    private readonly HashSet<JsonObject> _answered = [];
    private readonly List<JsonObject> _shown = [];

    public static JsonArray Show(IEnumerable<HistoryEvent> history, bool showInput, bool showOutput)
    {
        var view = new HistoryEvents(showInput, showOutput);
        foreach (var item in history)
        {
            view.Add(item);
        }

        return [.. view._shown.Where(item => !view._answered.Contains(item))];
    }

    private void Add(HistoryEvent item)
    {
        if (item is OrchestratorStartedEvent or OrchestratorCompletedEvent)
        {
            return;
        }

        var view = new JsonObject { ["EventType"] = item.EventType.ToString() };
        _shown.Add(view);
        switch (item)
        {
            case ExecutionStartedEvent started:
                view["FunctionName"] = started.Name;
                AddInput(view, started.Input);
                break;
            case ExecutionCompletedEvent completed:
                view["OrchestrationStatus"] = completed.OrchestrationStatus.ToString();
                AddOutput(view, completed.Result);
                break;
            case TaskScheduledEvent call:
                AddCall(view, call, call.Name, call.Input);
                break;
            case SubOrchestrationInstanceCreatedEvent call:
                view["InstanceId"] = call.InstanceId;
                AddCall(view, call, call.Name, call.Input);
                break;
            case TaskCompletedEvent completed:
                AddAnswer(view, completed.TaskScheduledId);
                AddOutput(view, completed.Result);
                break;
            case SubOrchestrationInstanceCompletedEvent completed:
                AddAnswer(view, completed.TaskScheduledId);
                AddOutput(view, completed.Result);
                break;
            case TaskFailedEvent failed:
                AddAnswer(view, failed.TaskScheduledId);
                AddFailure(view, failed.Reason, failed.Details);
                break;
            case SubOrchestrationInstanceFailedEvent failed:
                AddAnswer(view, failed.TaskScheduledId);
                AddFailure(view, failed.Reason, failed.Details);
                break;
            default:
                AddRest(view, item);
                break;
        }

        view["Timestamp"] = item.Timestamp;
    }

    private void AddRest(JsonObject view, HistoryEvent item)
    {
        switch (item)
        {
            case TimerCreatedEvent timer:
                view["FireAt"] = timer.FireAt;
                break;
            case TimerFiredEvent timer:
                view["FireAt"] = timer.FireAt;
                break;
            case EventRaisedEvent raised:
                view["Name"] = raised.Name;
                AddInput(view, raised.Input);
                break;
            case EventSentEvent sent:
                view["InstanceId"] = sent.InstanceId;
                view["Name"] = sent.Name;
                AddInput(view, sent.Input);
                break;
            case ExecutionTerminatedEvent terminated:
                AddInput(view, terminated.Input);
                break;
            case ExecutionSuspendedEvent suspended:
                view["Reason"] = suspended.Reason;
                break;
            case ExecutionResumedEvent resumed:
                view["Reason"] = resumed.Reason;
                break;
            case ExecutionRewoundEvent rewound:
                view["Reason"] = rewound.Reason;
                break;
            case GenericEvent generic:
                view["Data"] = generic.Data;
                break;
        }
    }

    private void AddCall(JsonObject view, HistoryEvent call, string? name, string? input)
    {
        view["Name"] = name;
        AddInput(view, input);
        _calls[call.EventId] = (view, name, call.Timestamp, input);
    }

    /// <summary>The event of the call goes: its answer tells what there is to tell of it.</summary>
    private void AddAnswer(JsonObject view, int callId)
    {
        if (!_calls.TryGetValue(callId, out var call))
        {
            return;
        }

        view["FunctionName"] = call.Name;
        view["ScheduledTime"] = call.Time;
        AddInput(view, call.Input);
        _answered.Add(call.Event);
    }

    private void AddInput(JsonObject view, string? input)
    {
        if (showInput)
        {
            view["Input"] = input;
        }
    }

    private void AddOutput(JsonObject view, string? output)
    {
        if (showOutput)
        {
            view["Result"] = PayloadJson.Parse(output);
        }
    }

    private static void AddFailure(JsonObject view, string? reason, string? details)
    {
        view["Reason"] = reason;
        view["Details"] = details;
    }
}
