using Swarm.Cli.Consoles;

namespace Swarm.Cli.Demos;

/// <summary>The demo with the AI tools of this machine in place of the example's own scripts.</summary>
/// <param name="Coder">Writes and repairs.</param>
/// <param name="Reviewer">Reviews; another tool than the coder, where there is one.</param>
internal sealed record AiDemo(AiTool Coder, AiTool Reviewer)
{
    /// <summary>The tools that a worker must offer for it.</summary>
    public string Tools => string.Join(',', new[] { "shell", Coder.Name, Reviewer.Name }.Distinct());

    /// <summary>Looks what is there, and says so.</summary>
    /// <exception cref="CliException">No tool that writes code is there.</exception>
    public static async Task<AiDemo> FindAsync(CliContext context, TextWriter words)
    {
        var found = await AiTools.FindAsync(context.Environment, context.Interrupted);
        foreach (var tool in found)
        {
            words.WriteLine($"Found {tool.Title} {tool.Version}.");
        }

        var coder = found.FirstOrDefault(tool => tool.WritesCode) ?? throw CliException.CannotStart(
            $"no AI tool that writes code was found on this machine. Install one of these and try again:\n"
            + $"{AiTools.HowToInstall}\n`swarm demo` shows the same without AI.");
        var demo = new AiDemo(coder, found.FirstOrDefault(tool => tool != coder) ?? coder);
        words.WriteLine(demo.Reviewer == coder
            ? $"{coder.Title} writes, reviews and repairs."
            : $"{coder.Title} writes and repairs, {demo.Reviewer.Title} reviews.");
        return demo;
    }

    public string ToWorkflow() => $$$"""
        # Generate a parser, review it and test it; while the tests fail, repair and test again; then release.
        version: 1
        name: build-with-ai
        pattern: graph
        inputs:
          repository: { type: string, description: path or git URL }
        defaults: { timeout: PT10M, retry: { attempts: 2, backoff: PT2S } }
        nodes:
          generate:
            tool: {{{Coder.Name}}}
            prompt: |
              Write the file Parser.cs in this folder: a public sealed C# class Parser in no namespace with a method
              `public static long Evaluate(string text)` that evaluates whole-number arithmetic with + - * /,
              parentheses and unary minus, with the usual precedence, and throws FormatException for wrong input.
              `dotnet run tests.cs` tests it. Change no other file.
            commit: Generate the parser
          review:
            tool: {{{Reviewer.Name}}}
            prompt: |
              Review the file Parser.cs in this folder, which evaluates whole-number arithmetic. Who wrote it said:
              ${generate.stdout}
              Say in at most ten sentences what is wrong with it, or that nothing is. Change no file.
          test: { run: [dotnet, run, tests.cs], accept: [0, 1] }
          fix:
            tool: {{{Coder.Name}}}
            prompt: |
              The tests of Parser.cs in this folder fail. Repair Parser.cs and change no other file. They said:
              ${test.stdout}
            commit: Repair what the tests found
          deploy:
            run: [sh, release.sh]
            input: { version: "v${run.number}" }
            commit: Write the release notes
            merge: main
            tag: "v${run.number}"
        edges:
          - { from: generate, to: [review, test] }
          - { from: test, to: deploy, when: { path: exitCode, equals: 0 } }
          - { from: test, to: fix, when: { path: exitCode, notEquals: 0 } }
          - { from: fix, to: test, loop: { max: 3 } }
          - { from: review, to: deploy }
        """;
}
