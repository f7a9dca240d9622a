using Failfast.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Hosting;

public sealed class StormLogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines _log = new();
    private readonly StormLog _storm;

    public StormLogTests() => _storm = new(_time, _log);

    public void Dispose() => _storm.Dispose();

    [Fact]
    public void LevelOf_first_events_of_a_second_is_their_own_and_the_rest_is_one_line_a_second_later()
    {
        var levels = Enumerable.Range(0, 1_000).Select(i => _storm.LevelOf(LogLevel.Warning, "opened", $"b{i}")).ToList();

        Assert.Equal((5, 995), (levels.Count(level => level == LogLevel.Warning), levels.Count(level => level == LogLevel.Debug)));
        Assert.Empty(_log.All);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["Warning: 995 more breakers opened in the last second: b5, b6, b7, b8, b9, b10, b11, b12, b13, b14 and 985 others."], _log.All);
    }

    [Fact]
    public void LevelOf_different_kinds_has_a_line_for_each()
    {
        foreach (var i in Enumerable.Range(0, 6))
            _storm.LevelOf(LogLevel.Warning, "opened", $"b{i}");
        _storm.LevelOf(LogLevel.Information, "closed", "c");

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["Warning: 1 more breaker opened in the last second: b5.", "Information: 1 more breaker closed in the last second: c."], _log.All);
    }

    [Fact]
    public void LevelOf_a_second_later_is_the_event_s_own_again_and_a_quiet_second_has_no_line()
    {
        foreach (var i in Enumerable.Range(0, 6))
            _storm.LevelOf(LogLevel.Warning, "opened", $"b{i}");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Single(_log.All);
        Assert.Equal(LogLevel.Warning, _storm.LevelOf(LogLevel.Warning, "opened", "b"));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(_log.All);
    }
}
