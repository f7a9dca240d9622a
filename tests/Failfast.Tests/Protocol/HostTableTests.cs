using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Tests.Protocol;

public class HostTableTests
{
    private static readonly Guid A = Guid.NewGuid();
    private static readonly Guid B = Guid.NewGuid();
    private static readonly ProtocolTimings Timings = new();

    private readonly HostTable _hosts = new(Timings);
    private readonly TimeSpan _now = TimeSpan.FromHours(1);

    public HostTableTests()
    {
        Hear(A, _now);
        Hear(B, _now);
    }

    [Fact]
    public void Ask_host_that_has_yet_to_answer_is_not_asked_again_within_the_budget()
    {
        var later = _now + TimeSpan.FromMilliseconds(10);
        Assert.Equal(new[] { A, B }.Order(), _hosts.RequestReports(later, later).Order());
        Assert.Empty(_hosts.RequestReports(later, later + Timings.ConfirmBudget - TimeSpan.FromTicks(1)));
        // The question may have been lost.
        Assert.Equal(2, _hosts.RequestReports(later, later + Timings.ConfirmBudget).Count);
    }

    [Fact]
    public void Ask_host_that_answered_and_then_was_silent_is_asked_again()
    {
        var later = _now + TimeSpan.FromMilliseconds(10);
        _hosts.RequestReports(later, later);
        Hear(A, later + TimeSpan.FromTicks(1));
        Assert.Equal([A], _hosts.RequestReports(later + TimeSpan.FromTicks(5), later + TimeSpan.FromTicks(5)));
    }

    [Fact]
    public void Ask_host_heard_since_or_no_longer_active_is_not_asked()
    {
        Assert.Empty(_hosts.RequestReports(_now, _now));
        Assert.Empty(_hosts.RequestReports(_now + TimeSpan.FromHours(1), _now + (Timings.ReportInterval * 2) + TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Hear_after_the_process_was_stopped_forgets_nobody_before_what_waited_is_heard()
    {
        var resumed = _now + (Timings.SubscriptionDuration * 2);
        Hear(A, resumed);
        Assert.True(_hosts.Knows(B));

        // What waited is heard by now.
        Hear(A, resumed + (Timings.LeaseDuration / 2));
        Hear(A, resumed + Timings.LeaseDuration);
        Assert.False(_hosts.Knows(B));
    }

    [Fact]
    public void Hear_hosts_that_speak_once_in_a_while_are_forgotten_all_the_same()
    {
        for (var i = 1; i <= 10; i++)
            Hear(Guid.NewGuid(), _now + (Timings.SubscriptionDuration * i));
        Assert.InRange(_hosts.Count, 1, 3);
    }

    private void Hear(Guid host, TimeSpan now) => _hosts.Hear(host, null, now, TimeSpan.FromSeconds(30));
}
