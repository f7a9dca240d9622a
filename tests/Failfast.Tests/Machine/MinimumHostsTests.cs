using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>One bad host must not open the breaker of all.</summary>
public class MinimumHostsTests
{
    private static readonly Guid A = Guid.NewGuid();
    private static readonly Guid B = Guid.NewGuid();

    private static readonly BreakerSettings TwoHosts = Policy.Consecutive(3) with
    {
        MinimumHosts = 2, SamplingDuration = TimeSpan.FromSeconds(10),
    };

    [Fact]
    public void Apply_one_bad_host_never_opens()
    {
        var breaker = new OneBreaker(TwoHosts);
        Report(breaker, A, "F".Times(100));
        breaker.Play("=C");
    }

    [Fact]
    public void Apply_second_failing_host_opens()
    {
        var breaker = new OneBreaker(TwoHosts);
        Report(breaker, A, "FFF");
        Report(breaker, B, "F");
        breaker.Play("=O");
    }

    [Fact]
    public void Apply_slow_calls_make_a_failing_host_too()
    {
        var breaker = new OneBreaker(TwoHosts);
        Report(breaker, A, "FFF");
        Report(breaker, B, "L");
        breaker.Play("=O");
    }

    [Fact]
    public void Apply_success_of_a_second_host_breaks_the_run()
    {
        var breaker = new OneBreaker(TwoHosts);
        Report(breaker, A, "FFF");
        Report(breaker, B, "SF");
        breaker.Play("=C");
    }

    [Fact]
    public void Apply_host_that_failed_before_the_window_does_not_count()
    {
        var breaker = new OneBreaker(TwoHosts);
        Report(breaker, A, "FFF");
        breaker.Play("+10s");
        Report(breaker, B, "F");
        breaker.Play("=C");
        Report(breaker, A, "F");
        breaker.Play("=O");
    }

    [Fact]
    public void Apply_failing_hosts_are_forgotten_after_the_window()
    {
        var breaker = new OneBreaker(Policy.Consecutive(0) with { SamplingDuration = TimeSpan.FromSeconds(10) });
        for (var i = 0; i < 100; i++)
        {
            Report(breaker, Guid.NewGuid(), "F");
            breaker.Play("+1s");
        }

        Assert.InRange(breaker.State.FailingHosts.Count, 1, 11);
    }

    private static void Report(OneBreaker breaker, Guid host, string calls) =>
        breaker.Apply(new BreakerEvent.Counted(host, Calls.Now(calls), BreakerEvent.NobodySilent));
}
