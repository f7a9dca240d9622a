using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>Ask before opening: silent hosts may object, until the deadline.</summary>
public class ConfirmTests
{
    private static readonly Guid Bad = Guid.NewGuid();
    private static readonly Guid Healthy = Guid.NewGuid();

    private readonly OneBreaker _breaker = new(Policy.Consecutive(3));

    [Fact]
    public void Apply_silent_host_is_asked_first()
    {
        var runStarted = _breaker.Now;
        var step = Count("FFF", heardSince: runStarted - Ms(400));

        Assert.Equal(BreakerState.Closed, step.State.State);
        Assert.Equal(runStarted, step.RequestReportsSince);
        Assert.Equal(_breaker.Now + Ms(50), step.State.ConfirmBy);
    }

    [Fact]
    public void Apply_everyone_heard_since_the_run_began_opens_at_once()
    {
        var runStarted = _breaker.Now;
        Count("FF", heardSince: runStarted - Ms(400));
        _breaker.Play("+100ms");

        Assert.Null(Count("F", heardSince: runStarted).RequestReportsSince);

        _breaker.Play("=O");
    }

    [Theory]
    [InlineData("SFFF")]
    [InlineData("FSFFF")]
    [InlineData("FFFS")]
    public void Apply_run_beside_a_success_began_at_the_latest_possible(string calls)
    {
        var counts = new Failfast.Contract.AgedCounts[] { new(Ms(900), Calls.Of(calls)) };
        var step = _breaker.Apply(new BreakerEvent.Counted(Bad, counts, _breaker.Now - Ms(100)));
        Assert.Equal((BreakerState.Closed, _breaker.Now), (step.State.State, step.RequestReportsSince!.Value));
    }

    [Fact]
    public void Apply_asked_once()
    {
        Count("FFF", heardSince: default);
        _breaker.Play("+10ms");
        Assert.Null(Count("F", heardSince: default).RequestReportsSince);
        Assert.Null(Pass(heardSince: default).RequestReportsSince);
        _breaker.Play("=C");
    }

    [Fact]
    public void Apply_answer_with_a_success_objects()
    {
        Count("FFF", heardSince: default);
        Count("SSS", BreakerEvent.NobodySilent, Healthy);

        Assert.Null(_breaker.State.ConfirmBy);
        _breaker.Play("=C +50ms");
        Pass(BreakerEvent.NobodySilent);
        _breaker.Play("=C");
    }

    [Fact]
    public void Apply_answer_with_a_failure_confirms()
    {
        Count("FFF", heardSince: default);
        Count("F", BreakerEvent.NobodySilent, Healthy);
        _breaker.Play("=O");
    }

    [Fact]
    public void Apply_answer_with_nothing_to_count_confirms()
    {
        Count("FFF", heardSince: default);
        Pass(BreakerEvent.NobodySilent);
        _breaker.Play("=O");
    }

    [Fact]
    public void Apply_answer_of_one_of_two_keeps_asking()
    {
        Count("FFF", heardSince: default);
        Pass(heardSince: default);
        _breaker.Play("=C");
    }

    [Fact]
    public void Apply_deadline_passes_opens()
    {
        Count("FFF", heardSince: default);
        _breaker.Play("+50ms-1t");
        Pass(heardSince: default);
        _breaker.Play("=C +1t");
        Pass(heardSince: default);
        _breaker.Play("=O");
    }

    [Fact]
    public void Apply_objection_lets_the_next_run_ask_anew()
    {
        Count("FFF", heardSince: default);
        Count("S", heardSince: default, Healthy);
        Assert.NotNull(Count("FFF", heardSince: default).RequestReportsSince);
    }

    [Fact]
    public void Apply_ratio_is_judged_against_the_last_interval()
    {
        _breaker.Settings = Policy.Ratio(.5, 4);
        Count("SF", heardSince: default);
        _breaker.Play("+5s");

        Assert.Equal(_breaker.Now - Ms(1_000), Count("FF", heardSince: _breaker.Now - Ms(1_001)).RequestReportsSince);

        Pass(heardSince: _breaker.Now - Ms(1_000));
        _breaker.Play("=O");
    }

    [Fact]
    public void Apply_time_alone_opens_nothing()
    {
        _breaker.Play("FF");
        Pass(BreakerEvent.NobodySilent);
        _breaker.Play("=C");
    }

    [Fact]
    public void Apply_operator_ends_the_question()
    {
        Count("FFF", heardSince: default);
        _breaker.Play(":close +50ms");
        Pass(heardSince: default);
        _breaker.Play("=C");
        Assert.Null(_breaker.State.ConfirmBy);
    }

    private MachineStep Count(string calls, TimeSpan heardSince, Guid? host = null) =>
        _breaker.Apply(new BreakerEvent.Counted(host ?? Bad, Calls.Now(calls), heardSince));

    private MachineStep Pass(TimeSpan heardSince) => _breaker.Apply(new BreakerEvent.TimePassed(heardSince));

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
