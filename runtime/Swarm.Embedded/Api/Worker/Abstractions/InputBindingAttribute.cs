namespace Swarm.Embedded.Worker.Extensions.Abstractions;

/// <summary>Base of the attributes that mark a parameter which the host fills in.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
    /// <summary>Public as in the real package.</summary>
    public InputBindingAttribute()
    {
    }
}
