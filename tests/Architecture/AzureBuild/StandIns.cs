namespace Swarm.Tests.Architecture.AzureBuild;

/// <summary>
/// Types that signatures of the lists name without the lists describing them: their names are all there is.
/// </summary>
internal static class StandIns
{
    public const string Source = """
        #nullable enable
        namespace DurableTask.Core
        {
            public class FailureDetails;
            public interface IExceptionPropertiesProvider;
            public interface ISupportsDurableTraceContext;
            public class OrchestrationInstance;
            public class OrchestrationRuntimeState;
            public class OrchestrationState;
            public enum OrchestrationStatus;
            public class ParentInstance;
            public class TaskActivity;
            public class TaskOrchestration;
            public class TaskOrchestrationExecutor;
        }

        namespace DurableTask.Core.Entities
        {
            public struct EntityId;
            public class TaskEntity;
        }

        namespace DurableTask.Core.Tracing
        {
            public class DistributedTraceContext;
        }

        namespace Microsoft.Azure.SignalR.Management
        {
            public class ClientManager;
            public class GroupManager;
            public class NegotiationOptions;
            public class ServiceHubContext;
            public class ServiceHubContext<T>;
            public class ServiceManagerBuilder;
            public class UserGroupManager;
        }
        """;
}
