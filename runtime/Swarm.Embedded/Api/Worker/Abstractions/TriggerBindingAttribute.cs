namespace Swarm.Embedded.Worker.Extensions.Abstractions;

/// <summary>Base of the attributes that mark the parameter which a function is triggered by.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
    /// <summary>Public as in the real package.</summary>
    public TriggerBindingAttribute()
    {
    }
}
