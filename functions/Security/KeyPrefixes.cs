namespace Swarm.Functions.Security;

/// <summary>How keys and tokens begin, so that people and secret scanners know them.</summary>
public static class KeyPrefixes
{
    public const string Admin = "swk_admin_";
    public const string Developer = "swk_developer_";
    public const string Viewer = "swk_viewer_";

    /// <summary>Followed by the worker's id and a dot, so that a request needs no search for its worker.</summary>
    public const string Worker = "swk_worker_";

    public const string JoinToken = "swj_";
}
