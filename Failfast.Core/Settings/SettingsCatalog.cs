using System.Collections.Concurrent;
using Failfast.Hosting;
using Failfast.Machine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Failfast;

/// <summary>
/// The configured settings of each breaker in this process. A change of the configuration is validated as at start; a refused one is
/// only logged.
/// </summary>
// Not an IOptionsMonitor: after a refused change it would only throw, and no new breaker could be created.
internal sealed partial class SettingsCatalog : IDisposable
{
    private readonly Lock _turn = new();
    private readonly ConcurrentDictionary<Subscription, Action> _subscriptions = [];
    private readonly IOptionsFactory<FailfastOptions> _factory;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _sources;
    private volatile FailfastOptions _options;
    private string _withoutRule = "";

    public SettingsCatalog(
        IOptionsFactory<FailfastOptions> factory, IEnumerable<IOptionsChangeTokenSource<FailfastOptions>> sources,
        ILogger<SettingsCatalog>? logger = null)
    {
        _factory = factory;
        _logger = new QuietLogger(logger ?? NullLogger<SettingsCatalog>.Instance);
        _options = factory.Create(Microsoft.Extensions.Options.Options.DefaultName);
        Timings = _options.Timings;
        NoteWithoutRule(_options);
        _sources = [.. sources.Select(source => ChangeToken.OnChange(source.GetChangeToken, Reload))];
    }

    public FailfastOptions Options => _options;

    /// <summary>The timings at start: hosts and grains of one process must use the same ones.</summary>
    public ProtocolTimings Timings { get; }

    public BreakerSettings For(string breaker) =>
        FamilyLookup.Find(Options.Breakers, breaker) ?? Options.Defaults;

    public OutcomeRules OutcomesOf(string breaker) =>
        FamilyLookup.Find(Options.Outcomes, breaker) ?? OutcomeRules.Default;

    /// <summary>Calls back after every change of the configuration.</summary>
    public IDisposable OnChange(Action changed)
    {
        var subscription = new Subscription(this);
        _subscriptions[subscription] = changed;
        return subscription;
    }

    public void Dispose() => _sources.ForEach(source => source.Dispose());

    private void Reload()
    {
        try
        {
            lock (_turn)
            {
                _options = _factory.Create(Microsoft.Extensions.Options.Options.DefaultName);
                NoteWithoutRule(_options);
            }
        }
        // User code that configures the options may throw anything.
        catch (Exception refused)
        {
            LogRefused(refused is OptionsValidationException { Failures: var errors } ? string.Join(" ", errors) : refused.Message);
            return;
        }

        foreach (var (_, changed) in _subscriptions)
            changed();
    }

    // Logged once, until the set of breakers changes.
    private void NoteWithoutRule(FailfastOptions options)
    {
        var found = string.Join(", ", options.Breakers.Append(new(nameof(options.Defaults), options.Defaults))
            .Where(entry => entry.Value.Enabled && !DeadSettings.HasRule(entry.Value)).Select(entry => entry.Key).Order(StringComparer.Ordinal));
        if (found.Length > 0 && found != _withoutRule)
            LogWithoutRule(found);
        _withoutRule = found;
    }

    private sealed class Subscription(SettingsCatalog catalog) : IDisposable
    {
        public void Dispose() => catalog._subscriptions.TryRemove(this, out _);
    }
}
