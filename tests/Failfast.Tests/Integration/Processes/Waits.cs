namespace Failfast.Tests.Integration.Processes;

/// <summary>Guarded calls, and how long each kept its caller: our budget is 100 ms, the rest is what a busy machine adds.</summary>
internal sealed class Waits
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(90);

    private int _calls;
    private int _waited;

    /// <returns>How the call ended.</returns>
    public async Task<string> Guard(HostProcess host, string call, string breaker)
    {
        var (outcome, took) = await host.Guard(call, breaker);
        Assert.True(took < Longest, $"'{call} {breaker}' was kept waiting for {took}.\n{host.Log}");
        _calls++;
        if (took >= Budget)
            _waited++;
        return outcome;
    }

    /// <summary>The budget is waited for when a host loses the grain, not by call after call.</summary>
    public void WereRare() => Assert.True(_waited <= 3 + (_calls / 10), $"{_waited} of {_calls} calls waited.");
}
