using System.Runtime.InteropServices;

namespace Swarm.Embedded.Storage.Caching;

/// <summary>What a read found of changes when it began; what it reads may be kept if there were none since.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadTicket(long RowChanges, long StoreChanges);
