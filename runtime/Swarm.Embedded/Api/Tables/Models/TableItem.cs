#nullable disable
namespace Swarm.Embedded.Tables.Models;

/// <summary>A table.</summary>
public class TableItem
{
    /// <summary>Creates the item.</summary>
    public TableItem(string name) => Name = name;

    /// <summary>Its name.</summary>
    public string Name { get; }
}
