namespace Swarm.Functions.Security;

/// <summary>
/// Who may call the HTTP triggers of a class, or one of them; the method's attribute replaces the class's. With
/// <see cref="Role.Anonymous"/> among the roles everybody may, with or without a key.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RolesAttribute(params Role[] roles) : Attribute
{
    public Role[] Roles { get; } = roles;
}
