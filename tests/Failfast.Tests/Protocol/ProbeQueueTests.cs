using Failfast.Protocol;

namespace Failfast.Tests.Protocol;

/// <summary>A lease belongs where it will be used first.</summary>
public class ProbeQueueTests
{
    private static readonly Guid A = new("00000000-0000-0000-0000-0000000000a0");
    private static readonly Guid B = new("00000000-0000-0000-0000-0000000000b0");
    private static readonly Guid C = new("00000000-0000-0000-0000-0000000000c0");

    private readonly ProbeQueue _queue = new(new());

    [Fact]
    public void Next_is_who_will_use_it_first_and_each_once()
    {
        _queue.Wait(A, null, At(5), At(0));
        _queue.Wait(B, null, At(2), At(0));
        _queue.Wait(C, null, At(9), At(0));
        Assert.Equal([B, A, C, null], [Next(1), Next(1), Next(1), Next(1)]);
        _queue.Wait(B, null, At(4), At(1));
        Assert.Equal(B, Next(1));
    }

    [Fact]
    public void Next_passes_over_who_must_not()
    {
        _queue.Wait(A, null, At(1), At(0));
        _queue.Wait(B, null, At(2), At(0));
        Assert.Equal(B, _queue.Next(host => host != A, At(1))?.Host);
    }

    [Fact]
    public void Next_passes_over_who_has_not_asked_for_three_intervals()
    {
        _queue.Wait(A, null, At(1), At(0));
        _queue.Wait(B, null, At(9), At(1));
        Assert.Equal(A, _queue.Next(host => host == A, At(3))?.Host);
        _queue.Wait(A, null, At(1), At(0));
        Assert.Equal(B, Next(3.001));
    }

    [Fact]
    public void Next_nobody_waits_who_has_a_lease()
    {
        _queue.Wait(A, null, At(1), At(0));
        _queue.Keep(A, 7, At(1));
        Assert.Null(Next(1));
    }

    [Fact]
    public void OfferedToOthers_holds_for_two_intervals_or_until_it_is_taken()
    {
        _queue.Wait(A, null, At(1), At(0));
        _queue.Offer(A, At(1));
        Assert.Equal((1, 0), (_queue.OfferedToOthers(B, At(2.999)), _queue.OfferedToOthers(A, At(2.999))));
        Assert.Equal(0, _queue.OfferedToOthers(B, At(3)));
        _queue.Wait(A, null, At(1), At(2));
        _queue.Offer(A, At(2));
        _queue.Keep(A, 7, At(3));
        Assert.Equal(0, _queue.OfferedToOthers(B, At(2.5)));
    }

    [Theory]
    // The holder uses it in 2 s, the other in so many.
    [InlineData(1, true)]
    [InlineData(1.949, true)]
    [InlineData(1.95, false)]
    [InlineData(3, false)]
    public void IsRecalled_for_one_that_would_use_it_sooner(double other, bool expected)
    {
        _queue.Keep(A, 7, At(2));
        _queue.Wait(B, null, At(other), At(0));
        Assert.Equal(expected, TryRecall(0));
    }

    [Fact]
    public void IsRecalled_from_one_whose_call_did_not_come()
    {
        _queue.Keep(A, 7, At(1));
        _queue.Wait(B, null, At(9), At(0));
        Assert.False(TryRecall(1.25));
        Assert.True(TryRecall(1.251));
    }

    [Fact]
    public void IsRecalled_once_and_again_when_it_has_been_renewed()
    {
        _queue.Keep(A, 7, At(5));
        _queue.Wait(B, null, At(1), At(0));
        Assert.True(TryRecall(0));
        Assert.False(TryRecall(0));
        _queue.Keep(A, 7, At(5));
        Assert.True(TryRecall(0));
    }

    [Fact]
    public void IsRecalled_not_for_its_own_host_nor_where_nobody_waits_nor_one_that_has_ended()
    {
        _queue.Keep(A, 7, At(5));
        Assert.False(TryRecall(0));
        _queue.Wait(A, null, At(1), At(0));
        Assert.False(TryRecall(0));
        _queue.Wait(B, null, At(1), At(0));
        _queue.Ended(7);
        Assert.False(TryRecall(0));
    }

    private Guid? Next(double now) => _queue.Next(_ => true, At(now))?.Host;

    private bool TryRecall(double now) => _queue.TryRecall(7, A, _ => true, (_, _) => true, At(now));

    private static TimeSpan At(double seconds) => TimeSpan.FromHours(1) + TimeSpan.FromSeconds(seconds);
}
