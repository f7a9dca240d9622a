using Microsoft.Extensions.Options;

namespace Failfast;

/// <summary>What this process's configuration says of each breaker.</summary>
internal sealed class SettingsCatalog(IOptionsMonitor<FailfastOptions> options)
{
    public FailfastOptions Options => options.CurrentValue;

    public BreakerSettings For(string breaker) =>
        FamilyLookup.Find(Options.Breakers, breaker) ?? Options.Defaults;

    public OutcomeRules OutcomesOf(string breaker) =>
        FamilyLookup.Find(Options.Outcomes, breaker) ?? OutcomeRules.Default;

    /// <summary>Tells of every change of the configuration while the process runs.</summary>
    public IDisposable? OnChange(Action changed) => options.OnChange(_ => changed());
}
