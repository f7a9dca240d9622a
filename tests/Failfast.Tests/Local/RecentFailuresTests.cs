using Failfast.Local;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Local;

public sealed class RecentFailuresTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly RecentFailures _failures;

    public RecentFailuresTests() => _failures = new(new HostClock(_time));

    [Fact]
    public void Causes_before_any_failure_are_none() => Assert.Null(_failures.Causes(Window));

    [Fact]
    public void Causes_are_those_within_the_window_the_commonest_first()
    {
        Record("Old", "A", "B");
        _time.Advance(TimeSpan.FromSeconds(31));
        Record("A", "B", "B");

        Assert.Equal("B 2, A 1", Told());
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(_failures.Causes(Window));
    }

    [Fact]
    public void Causes_are_of_the_last_32_failures_and_at_most_five()
    {
        Record([.. Enumerable.Repeat("Forgotten", 50)]);
        Record([.. Enumerable.Range(0, 32).Select(i => $"T{i % 8}")]);

        Assert.Equal("T0 4, T1 4, T2 4, T3 4, T4 4", Told());
    }

    [Fact]
    public void Causes_after_the_breaker_closed_are_the_later_ones_once_there_are_any()
    {
        Record("Before", "Before");
        _failures.Mark();
        Assert.Equal("Before 2", Told());

        Record("After");
        Assert.Equal("After 1", Told());
    }

    [Fact]
    public void Causes_long_name_is_cut_and_stays_one_line()
    {
        Record("A\nB" + new string('x', 200));

        var name = Assert.Single(_failures.Causes(Window)!).Name;
        Assert.StartsWith(@"A\u000ABx", name, StringComparison.Ordinal);
        Assert.Equal(128, name.Length);
    }

    [Fact]
    public void Causes_tell_what_the_latest_failure_said_and_when_it_was()
    {
        _failures.Record("A", "the first");
        _time.Advance(TimeSpan.FromSeconds(1));
        _failures.Record("A", "host 10.0.0.1\nrefused" + new string('x', 300));
        _time.Advance(TimeSpan.FromSeconds(2));

        var cause = Assert.Single(_failures.Causes(Window)!);
        Assert.Equal((2, TimeSpan.FromSeconds(2), 200), (cause.Count, cause.Age, cause.Message!.Length));
        Assert.StartsWith(@"host 10.0.0.1\u000Arefusedx", cause.Message, StringComparison.Ordinal);
    }

    private void Record(params string[] causes) => Array.ForEach(causes, cause => _failures.Record(cause));

    private string Told() => string.Join(", ", _failures.Causes(Window)!.Select(cause => $"{cause.Name} {cause.Count}"));
}
