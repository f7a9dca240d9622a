using System.Collections.Concurrent;
using Failfast.Local;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Local;

/// <summary>64 reports that can wait are under way at one time; others follow as answers come, or after 100 ms.</summary>
public sealed class ReportPacingTests : IDisposable
{
    private const int Limit = 64;

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<int> _sent = new();
    private readonly ReportPacing _pacing;

    public ReportPacingTests() => _pacing = new ReportPacing(new HostClock(_time));

    public void Dispose() => _pacing.Dispose();

    [Fact]
    public void HasRoom_until_the_limit_is_under_way()
    {
        for (var i = 0; i < Limit; i++)
        {
            Assert.True(_pacing.HasRoom);
            _pacing.Sent();
        }

        Assert.False(_pacing.HasRoom);
    }

    [Fact]
    public async Task Ended_admits_as_many_as_have_ended()
    {
        var periods = Fill();
        foreach (var i in Enumerable.Range(0, 10))
            _pacing.Wait(_ => _sent.Enqueue(i));
        Assert.Empty(_sent);

        for (var i = 0; i < 3; i++)
        {
            _pacing.Ended(periods[i]);
            var expected = i + 1;
            await Eventually.Is(() => _sent.Count == expected);
        }

        Assert.Equal([0, 1, 2], _sent);
        Assert.False(_pacing.HasRoom);
    }

    [Fact]
    public async Task Wait_room_that_has_come_since_the_caller_looked_is_taken_at_once()
    {
        var periods = Fill();
        Assert.False(_pacing.HasRoom);
        periods.ForEach(period => _pacing.Ended(period));

        _pacing.Wait(_ => _sent.Enqueue(1));

        // No answer will come any more that could admit it.
        await Eventually.Is(() => _sent.Count == 1);
        Assert.True(_pacing.HasRoom);
    }

    [Fact]
    public async Task Unanswered_reports_hold_others_for_100_ms_only()
    {
        var periods = Fill();
        foreach (var i in Enumerable.Range(0, Limit + 1))
            _pacing.Wait(_ => _sent.Enqueue(i));
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Empty(_sent);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.Is(() => _sent.Count == Limit);
        // What comes of the first ones now says nothing of those that are under way.
        foreach (var period in periods)
            _pacing.Ended(period, isAnswered: false);
        Assert.False(_pacing.HasRoom);

        // Nothing is answered: the silos get twice the time.
        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(Limit, _sent.Count);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.Is(() => _sent.Count == Limit + 1);
    }

    [Fact]
    public async Task Admitted_without_anything_to_send_leaves_the_room_to_the_next()
    {
        var periods = Fill();
        foreach (var i in Enumerable.Range(0, 3))
            _pacing.Wait(period =>
            {
                _sent.Enqueue(i);
                _pacing.Ended(period);
            });

        _pacing.Ended(periods[0]);

        await Eventually.Is(() => _sent.Count == 3 && _pacing.HasRoom);
        Assert.Equal([0, 1, 2], _sent);
    }

    [Fact]
    public async Task Answers_from_before_anybody_waited_do_not_shorten_the_hold()
    {
        for (var i = 0; i < 10 * Limit; i++)
            _pacing.Ended(_pacing.Sent());
        Fill();
        foreach (var i in Enumerable.Range(0, Limit + 1))
            _pacing.Wait(_ => _sent.Enqueue(i));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.Is(() => _sent.Count == Limit);

        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(Limit, _sent.Count);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.Is(() => _sent.Count == Limit + 1);
    }

    [Fact]
    public async Task Answers_bring_back_the_short_hold()
    {
        var periods = Fill();
        foreach (var i in Enumerable.Range(0, 3 * Limit))
            _pacing.Wait(_ => _sent.Enqueue(i));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.Is(() => _sent.Count == Limit);
        // The answers are late, but they come.
        foreach (var period in periods)
            _pacing.Ended(period);

        _time.Advance(TimeSpan.FromMilliseconds(200));
        await Eventually.Is(() => _sent.Count == 2 * Limit);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        await Eventually.Is(() => _sent.Count == 3 * Limit);
    }

    private List<int> Fill() => [.. Enumerable.Range(0, Limit).Select(_ => _pacing.Sent())];
}
