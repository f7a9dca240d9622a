using Failfast.Machine;

namespace Failfast.Tests.Settings;

public sealed class FailfastOptionsTests
{
    private readonly FailfastOptions _options = new();

    [Fact]
    public void Timings_are_those_of_the_options()
    {
        _options.ReportInterval = TimeSpan.FromSeconds(2);
        _options.LeaseDuration = TimeSpan.FromSeconds(20);
        _options.ColdStartBudget = TimeSpan.FromMilliseconds(3);
        _options.ConfirmBudget = TimeSpan.FromMilliseconds(4);

        var timings = _options.Timings;

        Assert.Equal(
            (_options.ReportInterval, _options.LeaseDuration, _options.ColdStartBudget, _options.ConfirmBudget),
            (timings.ReportInterval, timings.LeaseDuration, timings.ColdStartBudget, timings.ConfirmBudget));
        Assert.Equal(new ProtocolTimings(), new FailfastOptions().Timings);
    }

    [Fact]
    public void HostName_by_default_tells_machine_and_process() =>
        Assert.Equal($"{Environment.MachineName}/{Environment.ProcessId}", _options.HostName);

    [Fact]
    public void ShouldHandle_and_the_other_rules_of_a_breaker_are_kept_together()
    {
        Func<Exception, bool> handle = _ => true, ignore = _ => false;
        Func<EndedCall, TimeSpan?> retryAfter = _ => null;

        Assert.Same(_options, _options.ShouldHandle("pay", handle));
        Assert.Same(_options, _options.Ignore("PAY", ignore));
        Assert.Same(_options, _options.ShouldHandleResult<int>("pay", result => result < 0));
        Assert.Same(_options, _options.RetryAfter("Pay", retryAfter));

        var rules = Assert.Single(_options.Outcomes).Value;
        Assert.Same(handle, rules.Exceptions);
        Assert.Same(ignore, rules.Ignored);
        Assert.Same(retryAfter, rules.RetryAfter);
        Assert.True(rules.Results.IsFailure(-1));
    }

    [Fact]
    public void ShouldHandle_and_the_other_rules_refuse_null()
    {
        Assert.Throws<ArgumentNullException>("shouldHandle", () => _options.ShouldHandle("pay", null!));
        Assert.Throws<ArgumentNullException>("ignore", () => _options.Ignore("pay", null!));
        Assert.Throws<ArgumentNullException>("shouldHandle", () => _options.ShouldHandleResult<int>("pay", null!));
        Assert.Throws<ArgumentNullException>("retryAfter", () => _options.RetryAfter("pay", null!));
        Assert.Throws<ArgumentNullException>("breaker", () => _options.Ignore(null!, _ => true));
        Assert.Empty(_options.Outcomes);
    }

    [Fact]
    public void ReadsResults_only_where_a_rule_needs_them()
    {
        Assert.False(new OutcomeRules { Exceptions = _ => true, Ignored = _ => true }.ReadsResults);
        Assert.True(new OutcomeRules { RetryAfter = _ => null }.ReadsResults);
        _options.ShouldHandleResult<int>("pay", _ => true);
        Assert.True(_options.Outcomes["pay"].ReadsResults);
    }
}
