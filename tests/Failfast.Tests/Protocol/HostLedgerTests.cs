using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

public class HostLedgerTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly HostLedger _ledger = new();

    [Fact]
    public void Send_nothing_owed_uses_no_number()
    {
        Assert.Equal((0, 0), Send(0));
        Assert.True(_ledger.IsEmpty);
    }

    [Fact]
    public void Send_until_acknowledged_is_the_same()
    {
        Add("F", 0);
        Assert.Equal((1, 1), Send(1));
        Add("FF", 1);
        Assert.Equal((1, 1), Send(2));
        _ledger.Acknowledge(0);
        Assert.Equal((1, 1), Send(3));
        _ledger.Acknowledge(1);
        Assert.Equal((2, 2), Send(4));
    }

    [Fact]
    public void Send_goes_on_above_the_numbers_of_a_predecessor()
    {
        var later = new HostLedger(lastSequence: 70);
        later.Add(Calls.Of("F"), At(0), Window);
        Assert.Equal(71, later.Send(At(0), Window).Sequence);
    }

    [Fact]
    public void Send_number_of_dropped_counts_is_not_used_again()
    {
        Add("F", 0);
        Send(0);
        Add("F", 9.5);
        Assert.Equal((2, 1), Send(10));
    }

    [Fact]
    public void Send_ages_go_on_between_attempts()
    {
        Add("F", 0);
        Send(1);
        Assert.Equal(TimeSpan.FromSeconds(4), _ledger.Send(At(4), Window).Counts[0].Age);
    }

    [Fact]
    public void OweEverything_replaces_what_was_owed_and_sent()
    {
        Add("F", 0);
        Send(0);
        Add("F", 1);
        _ledger.OweEverything(At(2), Window);
        Assert.True(_ledger.IsUrgent);
        Assert.Equal((2, 2), Send(2));
    }

    [Fact]
    public void OweEverything_forgets_what_left_the_window()
    {
        Add("F", 0);
        Add("F", 5);
        _ledger.OweEverything(At(12), Window);
        Assert.Equal((1, 1), Send(12));
    }

    [Fact]
    public void OweEverything_of_nothing_is_not_urgent()
    {
        _ledger.OweEverything(At(0), Window);
        Assert.False(_ledger.IsUrgent);
    }

    [Fact]
    public void Clear_owes_nothing_not_even_to_a_new_incarnation()
    {
        Add("F", 0);
        Send(0);
        Add("F", 1);
        _ledger.Clear();
        Assert.False(_ledger.IsUrgent);
        _ledger.OweEverything(At(2), Window);
        Assert.Equal((1, 0), Send(2));
        Assert.True(_ledger.IsEmpty);
    }

    [Theory]
    [InlineData("S", false)]
    [InlineData("F", true)]
    [InlineData("L", true)]
    public void IsUrgent_until_sent(string call, bool urgent)
    {
        Add(call, 0);
        Assert.Equal(urgent, _ledger.IsUrgent);
        Send(0);
        Assert.False(_ledger.IsUrgent);
    }

    private void Add(string calls, double at) => _ledger.Add(Calls.Of(calls), At(at), Window);

    private (int Sequence, int Calls) Send(double at)
    {
        var (sequence, counts) = _ledger.Send(At(at), Window);
        return ((int)sequence, (int)counts.Sum(entry => entry.Counts.Calls));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
