using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Recovery;

/// <summary>A report that the last life wrote and did not bring home.</summary>
internal sealed record SpooledReport(Claim Claim, WorkItem Item, WorkFolder Folder, ReportRequest Report);
