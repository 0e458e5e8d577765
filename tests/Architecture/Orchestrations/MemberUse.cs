using System.Reflection.Emit;

namespace Swarm.Tests.Architecture.Orchestrations;

/// <summary>A method calls, reads or writes a member.</summary>
internal sealed record MemberUse(string User, OpCode Code, string Type, string Member)
{
    public override string ToString() => $"{User} uses {Type}.{Member}";
}
