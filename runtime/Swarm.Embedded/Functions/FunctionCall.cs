using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Embedded.Functions;

/// <summary>Calls the method of a function on an instance of its class made for this one call.</summary>
internal sealed class FunctionCall
{
    private readonly MethodInvoker _invoker;
    private readonly ObjectFactory? _factory;
    private readonly Func<object?, Task<object?>> _readResult;

    public FunctionCall(MethodInfo method)
    {
        _invoker = MethodInvoker.Create(method);
        _factory = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes);
        _readResult = ResultReader(method.ReturnType);
    }

    /// <summary>
    /// No ConfigureAwait anywhere on this path: orchestrators run on it, and theirs must stay on the engine's
    /// scheduler.
    /// </summary>
    public async Task<object?> InvokeAsync(IServiceProvider services, object?[] arguments)
    {
        var instance = _factory?.Invoke(services, null);
        try
        {
            return await _readResult(_invoker.Invoke(instance, arguments.AsSpan()));
        }
        finally
        {
            if (instance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else
            {
                (instance as IDisposable)?.Dispose();
            }
        }
    }

    private static Func<object?, Task<object?>> ResultReader(Type type)
    {
        if (type == typeof(Task))
        {
            return static result => ReadTask((Task)result!);
        }

        if (type == typeof(ValueTask))
        {
            return static result => ReadTask(((ValueTask)result!).AsTask());
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        var reader = definition == typeof(Task<>) ? nameof(ReadTaskOf)
            : definition == typeof(ValueTask<>) ? nameof(ReadValueTaskOf)
            : null;
        return reader is null
            ? static result => Task.FromResult(result)
            : typeof(FunctionCall)
                .GetMethod(reader, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments())
                .CreateDelegate<Func<object?, Task<object?>>>();
    }

    private static async Task<object?> ReadTask(Task task)
    {
        await task;
        return null;
    }

    private static async Task<object?> ReadTaskOf<T>(object? task) => await (Task<T>)task!;

    private static async Task<object?> ReadValueTaskOf<T>(object? task) => await (ValueTask<T>)task!;
}
