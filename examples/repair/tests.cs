#:property PublishAot=false
#:property UseSharedCompilation=false
#:property RunAnalyzers=false
// `dotnet run tests.cs` runs these tests. Each failure is told on one line, which fix.sh reads:
//   FAIL 2 + 3 * 4: expected 14, got 20

(string Expression, long Expected)[] cases =
[
    ("1 + 2", 3),
    ("7 - 4 - 2", 1),
    ("2 * 3 * 4", 24),
    ("(1 + 2) * 3", 9),
    ("-4 + 6", 2),
    ("2 + 3 * 4", 14),
    ("20 - 12 / 4", 17),
    ("8 / 2 / 2", 2),
    ("2 * 3 + 4 * 5", 26),
];

var failed = 0;
foreach (var (expression, expected) in cases)
{
    string got;
    try
    {
        got = Parser.Evaluate(expression).ToString();
    }
    catch (Exception e)
    {
        got = e.Message;
    }

    if (got == expected.ToString())
    {
        Console.WriteLine($"ok   {expression}");
    }
    else
    {
        Console.WriteLine($"FAIL {expression}: expected {expected}, got {got}");
        failed++;
    }
}

Console.WriteLine($"{cases.Length - failed} passed, {failed} failed");
return failed == 0 ? 0 : 1;
