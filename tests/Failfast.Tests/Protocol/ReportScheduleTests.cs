using Failfast.Protocol;

namespace Failfast.Tests.Protocol;

public class ReportScheduleTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);
    private readonly ReportSchedule _schedule = new(new());

    [Fact]
    public void IsDue_nothing_to_say_is_never() => Assert.False(Due(0));

    [Fact]
    public void IsDue_traffic_once_an_interval()
    {
        _schedule.Traffic = true;
        Assert.True(Due(0));
        Exchange(0);
        Assert.False(Due(5));
        _schedule.Traffic = true;
        Assert.False(Due(.999));
        Assert.True(Due(1));
    }

    [Fact]
    public void IsDue_urgent_at_once()
    {
        Exchange(0);
        Assert.True(Due(0, urgent: true));
    }

    [Fact]
    public void IsDue_urgent_again_twenty_times_an_interval()
    {
        Assert.True(Due(0, urgent: true));
        Assert.Null(_schedule.UrgentIn(Start));
        Exchange(0, urgent: true);
        Assert.False(Due(.049, urgent: true));
        Assert.Equal(TimeSpan.FromMilliseconds(1), _schedule.UrgentIn(Start + TimeSpan.FromMilliseconds(49)));
        Assert.True(Due(.050, urgent: true));
        _schedule.Wanted = true;
        Assert.True(Due(0));
    }

    [Fact]
    public void IsDue_wanted_at_once_and_once()
    {
        Exchange(0);
        _schedule.Wanted = true;
        Assert.True(Due(0));
        Exchange(0);
        Assert.False(Due(0));
    }

    [Fact]
    public void IsDue_in_flight_never()
    {
        _schedule.Sent(urgent: false, Start);
        _schedule.Wanted = _schedule.Traffic = true;
        Assert.True(_schedule.InFlight);
        Assert.False(Due(100, urgent: true));
    }

    [Fact]
    public void Unanswered_waits_twice_as_long_each_time_up_to_two_seconds()
    {
        foreach (var wait in new[] { .25, .5, 1, 2, 2, 2 })
        {
            _schedule.Sent(urgent: false, Start);
            _schedule.Unanswered(Start);
            Assert.False(Due(wait - .001, urgent: true));
            Assert.True(Due(wait));
        }
    }

    [Fact]
    public void Answered_ends_the_backoff()
    {
        for (var i = 0; i < 5; i++)
        {
            _schedule.Sent(urgent: false, Start);
            _schedule.Unanswered(Start);
        }

        Exchange(0);
        Assert.True(Due(0, urgent: true));
        _schedule.Sent(urgent: false, Start);
        _schedule.Unanswered(Start);
        Assert.True(Due(.25));
    }

    [Fact]
    public void TryAgain_ends_the_pause_and_the_next_is_short_again()
    {
        for (var i = 0; i < 5; i++)
        {
            _schedule.Sent(urgent: false, Start);
            _schedule.Unanswered(Start);
        }

        Assert.False(Due(0));
        _schedule.TryAgain();
        Assert.True(Due(0));
        _schedule.Sent(urgent: false, Start);
        _schedule.Unanswered(Start);
        Assert.True(Due(.25));
    }

    [Fact]
    public void TryAgain_with_nothing_to_say_sends_nothing()
    {
        Exchange(0);
        _schedule.TryAgain();
        Assert.False(Due(0));
    }

    private bool Due(double seconds, bool urgent = false) => _schedule.IsDue(urgent, Start + TimeSpan.FromSeconds(seconds));

    private void Exchange(double seconds, bool urgent = false)
    {
        _schedule.Sent(urgent, Start + TimeSpan.FromSeconds(seconds));
        _schedule.Answered();
    }
}
