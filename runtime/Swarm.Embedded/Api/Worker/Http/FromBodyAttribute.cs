using Swarm.Embedded.Http;
using Swarm.Embedded.Worker.Converters;

namespace Swarm.Embedded.Worker.Http;

/// <summary>Fills a parameter from the JSON body of the request.</summary>
public class FromBodyAttribute : InputConverterAttribute
{
    /// <summary>Creates the attribute.</summary>
    public FromBodyAttribute()
        : base(typeof(FromBodyConverter))
    {
    }
}
