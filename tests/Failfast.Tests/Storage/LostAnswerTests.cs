using Failfast.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;

namespace Failfast.Tests.Storage;

/// <summary>
/// A write is applied and its answer gets lost: the provider reports an error, or, where it has tried again by itself, a conflict with
/// the very write it made. Neither is another activation's doing, whatever the provider.
/// </summary>
public sealed class LostAnswerTests
{
    private readonly FaultyStorage _storage = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StoredOwner _owner = new();
    private readonly BreakerStore _store;

    public LostAnswerTests() => _store = new(_storage, GrainId.Create("t", "x"), _time, NullLogger.Instance, _owner.Merge, _owner.IsAlone);

    public static TheoryData<Exception> Answers => [new IOException("cut"), new InconsistentStateException("conflict with itself")];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Save_row_inserted_without_an_answer_is_durable(Exception answer)
    {
        await _store.Load(CancellationToken.None);

        await SaveWithout(answer, new() { State = BreakerState.Isolated, Generation = 1, CommandRevision = 1 });

        Assert.Equal(1, _storage.Rows);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Save_row_replaced_without_an_answer_is_durable(Exception answer)
    {
        await HasRow(new() { State = BreakerState.Isolated, Generation = 1, CommandRevision = 1 });

        await SaveWithout(answer, new() { State = BreakerState.Closed, Generation = 2, CommandRevision = 2 });

        Assert.Equal(2, _owner.Record!.Generation);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Save_row_cleared_without_an_answer_is_durable_and_does_not_end_the_activation(Exception answer)
    {
        await HasRow(new() { State = BreakerState.Open, Generation = 1 });

        await SaveWithout(answer, null);
        Assert.Equal(0, _storage.Rows);
        await SaveWithout(answer, new() { State = BreakerState.Open, Generation = 3 });

        Assert.Equal(1, _storage.Rows);
    }

    private async Task HasRow(BreakerRecord record)
    {
        await _store.Load(CancellationToken.None);
        _ = _owner.Save(_store, record);
        await _store.FlushAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        Assert.Equal(BreakerDurability.Durable, _store.Durability);
    }

    private async Task SaveWithout(Exception answer, BreakerRecord? record)
    {
        _storage.LostAnswer = answer;
        _ = _owner.Save(_store, record);
        await Eventually.Is(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            return _store.Durability == BreakerDurability.Durable;
        });
        Assert.Null(_storage.LostAnswer);
        Assert.False(_store.IsSuperseded);
    }
}
