using System.Reflection;
using Swarm.Durable;
using Swarm.Durable.Entities;

namespace Swarm.Tests.Durable.Semantics;

/// <summary>How operations find their methods, without an engine.</summary>
public sealed class TaskEntityTests
{
    [Theory]
    [InlineData("plain", 1, "1")]
    [InlineData("PLAIN", 1, "1")]
    [InlineData("Later", 2, "2")]
    [InlineData("valueLater", 3, "3")]
    [InlineData("defaulted", null, "7")]
    [InlineData("everything", 4, "4 @sample@k everything")]
    [InlineData("nothing", null, null)]
    public async Task An_operation_is_the_method_of_its_name(string operation, object? input, object? result)
    {
        var run = new SampleOperation(operation, input, "\"s\"");

        Assert.Equal(result, (await new Sample().RunAsync(run))?.ToString());
        Assert.Equal("s!", run.State.GetState<string>());
    }

    [Fact]
    public async Task A_state_is_made_where_there_is_none_and_kept_only_on_success()
    {
        var first = new SampleOperation("nothing", null, null);
        await new Sample().RunAsync(first);
        Assert.Equal("new!", first.State.GetState<string>());

        var failing = new SampleOperation("fail", null, "\"s\"");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await new Sample().RunAsync(failing));
        Assert.Equal("s", failing.State.GetState<string>());
    }

    [Fact]
    public async Task Operations_of_the_state_are_found_if_that_is_allowed()
    {
        var allowed = new SampleOperation("Grow", 2, "{\"Size\":1}");
        var refused = new SampleOperation("Grow", 2, "{\"Size\":1}");

        Assert.Equal(3, await new OpenEntity().RunAsync(allowed));
        Assert.Equal(3, allowed.State.GetState<Box>().Size);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await new ClosedEntity().RunAsync(refused));
    }

    [Fact]
    public async Task Delete_is_there_unless_the_entity_has_its_own()
    {
        var implicitly = new SampleOperation("Delete", null, "{\"Size\":1}");
        var own = new SampleOperation("delete", null, "\"s\"");

        await new OpenEntity().RunAsync(implicitly);
        Assert.False(implicitly.State.HasState);
        Assert.Equal("kept", await new Sample().RunAsync(own));
        Assert.True(own.State.HasState);
    }

    [Theory]
    [InlineData("twice", typeof(AmbiguousMatchException))]
    [InlineData("plain", typeof(InvalidOperationException))]
    [InlineData("two", typeof(InvalidOperationException))]
    [InlineData("unknown", typeof(NotSupportedException))]
    [InlineData("ToString", typeof(NotSupportedException))]
    [InlineData("RunAsync", typeof(NotSupportedException))]
    [InlineData("hidden", typeof(NotSupportedException))]
    public async Task What_is_no_operation_is_refused(string operation, Type refusal)
    {
        var run = new SampleOperation(operation, null, "\"s\"");

        Exception? thrown = await Record.ExceptionAsync(async () => await new Sample().RunAsync(run));

        Assert.IsType(refusal, thrown);
    }

    [Fact]
    public void Addresses_are_written_and_read()
    {
        var id = new EntityInstanceId("Counter", "My@Key");

        Assert.Equal("@counter@My@Key", id.ToString());
        Assert.Equal(id, EntityInstanceId.FromString("@COUNTER@My@Key"));
        Assert.Equal(new EntityInstanceId("counter", string.Empty), EntityInstanceId.FromString("@counter@"));
        Assert.Throws<ArgumentException>(() => EntityInstanceId.FromString("counter"));
        Assert.Throws<ArgumentException>(() => EntityInstanceId.FromString("@counter"));
        Assert.Throws<ArgumentException>(() => new EntityInstanceId("a@b", "k"));
        Assert.Throws<ArgumentException>(() => new EntityInstanceId(string.Empty, "k"));
    }

    /// <summary>An operation that runs nowhere.</summary>
    private sealed class SampleOperation(string name, object? input, string? state) : TaskEntityOperation
    {
        public override string Name => name;

        public override TaskEntityContext Context { get; } = new SampleContext();

        public override TaskEntityState State { get; } = new SampleState(state);

        public override bool HasInput => input is not null;

        public override object? GetInput(Type inputType) => input;
    }

    private sealed class SampleContext : TaskEntityContext
    {
        public override EntityInstanceId Id => new("sample", "k");

        public override void SignalEntity(
            EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null) =>
            throw new NotSupportedException();

        public override string ScheduleNewOrchestration(
            TaskName name, object? input = null, StartOrchestrationOptions? options = null) =>
            throw new NotSupportedException();
    }

    private sealed class SampleState(string? text) : TaskEntityState
    {
        private string? _text = text;

        public override bool HasState => _text is not null;

        public override object? GetState(Type type) =>
            _text is null ? null : System.Text.Json.JsonSerializer.Deserialize(_text, type);

        public override void SetState(object? state) =>
            _text = state is null ? null : System.Text.Json.JsonSerializer.Serialize(state);
    }

    private sealed class Sample : TaskEntity<string>
    {
        public int Plain(int input) => Done(input);

        public async Task<int> Later(int input)
        {
            await Task.Yield();
            return Done(input);
        }

        public async ValueTask<int> ValueLater(int input)
        {
            await Task.Yield();
            return Done(input);
        }

        public int Defaulted(int input = 7) => Done(input);

        public string Everything(TaskEntityContext context, int input, TaskEntityOperation operation) =>
            $"{Done(input)} {context.Id} {operation.Name}";

        public async Task Nothing()
        {
            await Task.Yield();
            Done(0);
        }

        public void Fail()
        {
            Done(0);
            throw new InvalidOperationException("on purpose");
        }

        public string Delete() => "kept";

        public int Twice(int input) => Done(input);

        public int Twice(string input) => Done(input.Length);

        public int Two(int first, int second) => Done(first + second);

        internal int Hidden() => Done(0);

        protected override string InitializeState(TaskEntityOperation entityOperation) => "new";

        private int Done(int input)
        {
            State += "!";
            return input;
        }
    }

    private sealed class OpenEntity : TaskEntity<Box>
    {
        protected override bool AllowStateDispatch => true;
    }

    private sealed class ClosedEntity : TaskEntity<Box>
    {
    }

    private struct Box
    {
        public int Size { get; set; }

        public int Grow(int by) => Size += by;
    }
}
