using System.Reflection;
using Swarm.Durable.Entities;

namespace Swarm.Durable.EntityTurns;

/// <summary>A public method that stands for an operation, and what it is to be called with.</summary>
internal sealed class OperationDispatch
{
    private const BindingFlags Methods = BindingFlags.Public | BindingFlags.Instance;

    private readonly MethodInfo _method;
    private readonly TaskEntityOperation _operation;

    private OperationDispatch(object target, MethodInfo method, TaskEntityOperation operation)
    {
        Target = target;
        _method = method;
        _operation = operation;
    }

    /// <summary>The object whose method it is.</summary>
    internal object Target { get; }

    /// <summary>The method of the operation's name; null if there is none.</summary>
    /// <exception cref="AmbiguousMatchException">There are several.</exception>
    internal static OperationDispatch? Find(object target, TaskEntityOperation operation)
    {
        MethodInfo[] found = [.. target.GetType().GetMethods(Methods).Where(IsOperation)];
        return found.Length switch
        {
            0 => null,
            1 => new OperationDispatch(target, found[0], operation),
            _ => throw new AmbiguousMatchException(
                $"{target.GetType()} has {found.Length} methods for the entity operation '{operation}'; "
                + "an operation needs one method, whatever its parameters."),
        };

        // What every object has, and the entity's own entry, are no operations.
        bool IsOperation(MethodInfo method) =>
            method.Name.Equals(operation.Name, StringComparison.OrdinalIgnoreCase)
            && method.DeclaringType != typeof(object)
            && !(method.Name == nameof(ITaskEntity.RunAsync) && target is ITaskEntity);
    }

    internal async ValueTask<object?> RunAsync()
    {
        object?[] arguments = Bind();

        // The exception of the method itself is the operation's, not one that wraps it.
        object? result = _method.Invoke(Target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        return await UnwrapAsync(result);
    }

    private object?[] Bind()
    {
        ParameterInfo[] parameters = _method.GetParameters();
        if (parameters.Count(IsInput) > 1)
        {
            throw new InvalidOperationException(
                $"The method {_method.Name} for the entity operation '{_operation}' takes more than one input.");
        }

        return [.. parameters.Select(Bind)];
    }

    private object? Bind(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(TaskEntityContext) ? _operation.Context
        : parameter.ParameterType == typeof(TaskEntityOperation) ? _operation
        : _operation.HasInput ? _operation.GetInput(parameter.ParameterType)
        : parameter.HasDefaultValue ? parameter.DefaultValue
        : throw new InvalidOperationException(
            $"The entity operation '{_operation}' came without input, but the method {_method.Name} wants one for its "
            + $"parameter '{parameter.Name}'.");

    private static bool IsInput(ParameterInfo parameter) =>
        parameter.ParameterType != typeof(TaskEntityContext) && parameter.ParameterType != typeof(TaskEntityOperation);

    private static async ValueTask<object?> UnwrapAsync(object? result)
    {
        Task? task = result switch
        {
            Task plain => plain,
            ValueTask value => value.AsTask(),
            not null when IsValueTaskOfT(result.GetType()) =>
                (Task)result.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(result, null)!,
            _ => null,
        };
        if (task is null)
        {
            return result;
        }

        await task;
        return ResultOf(task);
    }

    private static bool IsValueTaskOfT(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static object? ResultOf(Task task)
    {
        // The task of an async method without result is a Task of a type that nobody knows by name.
        Type? type = task.GetType();
        while (type is not null && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)))
        {
            type = type.BaseType;
        }

        return type is null || type.GetGenericArguments()[0].Name == "VoidTaskResult"
            ? null
            : type.GetProperty(nameof(Task<>.Result))!.GetValue(task);
    }
}
