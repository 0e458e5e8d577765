namespace Swarm.Embedded.Worker.Builder;

/// <summary>The way into a functions app.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the defaults of the host.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
