using System.Reflection;
using Swarm.Durable.Stores;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Crashes;

/// <summary>
/// The real store of the engine behind a crash point. In that interface whatever writes returns a task, and whatever
/// reads a value task.
/// </summary>
#pragma warning disable CA1852 // A proxy is derived from it.
internal class CrashingEngineStore : DispatchProxy
#pragma warning restore CA1852
{
    private IDurableStore _inner = null!;
    private CrashPoint _crash = null!;

    public static IDurableStore Of(IDurableStore inner, CrashPoint crash)
    {
        var proxy = Create<IDurableStore, CrashingEngineStore>();
        var self = (CrashingEngineStore)(object)proxy;
        (self._inner, self._crash) = (inner, crash);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (typeof(Task).IsAssignableFrom(targetMethod!.ReturnType))
        {
            _crash.BeforeWrite();
        }

        return targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
