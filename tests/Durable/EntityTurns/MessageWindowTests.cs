using Swarm.Durable.Dispatch;
using Swarm.Durable.EntityTurns;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.EntityTurns;

/// <summary>What is known of the messages of an entity that are not in memory.</summary>
public sealed class MessageWindowTests
{
    private static readonly EntityCaller Somebody = new("somebody", 1, 0, 7);
    private static readonly EntityCaller Other = new("other", 2, 0, 3);
    private readonly MessageWindow _window = new(new InboxLimit(MaxMessages: 1, MaxBytes: 1_000));

    [Fact]
    public void A_message_that_is_left_to_be_read_does_not_tell_that_those_before_it_have_come()
    {
        _window.Reset(holder: null);
        _window.Take([], Page(upTo: 10));

        Assert.True(_window.Admit(Signal(12)));
        Assert.False(_window.Admit(Signal(14)));

        Assert.True(_window.IsBehind);
        Assert.Equal(10, _window.ReadUpTo);
        Assert.Equal([13L, 14L], _window.Take([Signal(12), Signal(13), Signal(14)], Page(upTo: 14)).Select(m => m.Id));
        Assert.False(_window.IsBehind);
    }

    [Fact]
    public void A_call_of_the_new_holder_may_lie_behind_only_if_one_of_his_was_left_to_be_read()
    {
        _window.Reset(holder: null);
        _window.Take([], Page(upTo: 10));
        _window.Admit(Signal(11));
        _window.Admit(Call(12, Somebody));

        _window.NoteHolder(Other);
        Assert.False(_window.MayLackCallOfHolder);
        _window.NoteHolder(Somebody with { TaskId = 8 });
        Assert.True(_window.MayLackCallOfHolder);
    }

    [Fact]
    public void As_long_as_the_inbox_was_not_looked_through_anybodys_call_may_lie_behind()
    {
        _window.Reset(holder: null);
        _window.Take([Signal(1)], new InboxPage([Stored(1)], LastMessageId: 9, HasMore: true));
        _window.NoteHolder(Somebody);
        Assert.True(_window.MayLackCallOfHolder);

        _window.TakePassing([Call(5, Other)], Page(upTo: 9));
        _window.NoteScanned();
        Assert.False(_window.MayLackCallOfHolder);
        _window.NoteHolder(Other);
        Assert.True(_window.MayLackCallOfHolder);
    }

    private static InboxPage Page(long upTo) => new([], upTo, HasMore: false);

    private static StoredMessage Stored(long id) => new("@ledger@0", 1, id, [1]);

    private static InstanceMessage Signal(long id) => Message(id, caller: null);

    private static InstanceMessage Call(long id, EntityCaller caller) => Message(id, caller);

    private static InstanceMessage Message(long id, EntityCaller? caller) =>
        new(id, 0, new EntityOperationRequest("note", null, null, caller)) { Size = 1 };
}
