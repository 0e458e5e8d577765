namespace Swarm.Embedded.Worker.Extensions.Abstractions;

/// <summary>Base of all binding attributes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
    /// <summary>Public as in the real package.</summary>
    public BindingAttribute()
    {
    }
}
