using System.Security.Cryptography;
using System.Text;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(Swarm.Tests.Shared.SeededOrder))]
[assembly: TestCollectionOrderer(typeof(Swarm.Tests.Shared.SeededOrder))]

namespace Swarm.Tests.Shared;

/// <summary>
/// Runs tests in an order that is the same on every machine. The built-in order follows the path of the clone, so a
/// test that leans on another would fail for some people only. <c>SWARM_TEST_SEED</c> picks another order.
/// </summary>
public sealed class SeededOrder : ITestCaseOrderer, ITestCollectionOrderer
{
    private static readonly string s_seed = Environment.GetEnvironmentVariable("SWARM_TEST_SEED") ?? "0";

    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(test => Rank(test.TestClassName + test.TestCaseDisplayName), StringComparer.Ordinal)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(tests => Rank(tests.TestCollectionDisplayName), StringComparer.Ordinal)];

    private static string Rank(string name) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(s_seed + name)));
}
