using Failfast.Local;

namespace Failfast.Tests.Local;

public sealed class PropagationTimerTests
{
    private readonly PropagationTimer _timer = new(confirmBudget: TimeSpan.FromMilliseconds(50));

    [Fact]
    public void Opened_without_a_report_of_failures_is_nothing() => Assert.Null(_timer.Opened(At(1)));

    [Fact]
    public void Opened_is_measured_from_the_report_and_only_once()
    {
        _timer.Sent(At(10));

        Assert.Equal(At(3), _timer.Opened(At(13)));
        Assert.Null(_timer.Opened(At(14)));
    }

    [Fact]
    public void Opened_while_the_grain_asks_others_is_measured_and_long_after_the_answer_is_not()
    {
        _timer.Sent(At(10));
        _timer.Answered(At(12));
        Assert.Equal(At(52), _timer.Opened(At(62)));

        _timer.Sent(At(100));
        _timer.Answered(At(102));
        Assert.Null(_timer.Opened(At(203)));
    }

    [Fact]
    public void Sent_again_without_an_answer_keeps_the_first()
    {
        _timer.Sent(At(10));
        _timer.Sent(At(3_000));
        Assert.Equal(At(2_995), _timer.Opened(At(3_005)));
    }

    [Fact]
    public void Sent_after_an_answer_is_measured_from_the_later_report()
    {
        _timer.Sent(At(10));
        _timer.Answered(At(12));
        _timer.Sent(At(20));
        Assert.Equal(At(5), _timer.Opened(At(25)));
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
