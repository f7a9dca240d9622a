using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Failfast.Local;

/// <summary>
/// Warns of breakers that this silo and the silo of their grain configure differently: once for each difference, and only if it lasts,
/// because a changed configuration does not reach all silos at once.
/// </summary>
internal sealed partial class SettingsComparison : IDisposable
{
    private readonly LocalBreakers _host;
    private readonly SettingsCatalog _settings;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private Dictionary<string, (string Difference, bool IsLogged)> _seen = [];

    public SettingsComparison(LocalBreakers host, SettingsCatalog settings, ILogger<SettingsComparison> logger)
    {
        (_host, _settings, _logger) = (host, settings, new Hosting.QuietLogger(logger));
        _timer = host.Clock.After(host.Timings.LeaseDuration, static it => ((SettingsComparison)it!).Compare(), this);
    }

    /// <summary>The settings that differ, with both values; empty for none.</summary>
    public static string Difference(BreakerSettings here, BreakerSettings there) => here == there ? "" : string.Join(", ",
        from property in typeof(BreakerSettings).GetProperties()
        let values = (Here: property.GetValue(here), There: property.GetValue(there))
        where property.CanWrite && !Equals(values.Here, values.There)
        select $"{property.Name} is {Shown(values.Here)} here and {Shown(values.There)} there");

    public void Dispose() => _timer.Dispose();

    private void Compare()
    {
        var seen = new Dictionary<string, (string Difference, bool IsLogged)>();
        foreach (var breaker in _host.Known.All())
        {
            if (breaker.ConfiguredByGrain is not { } there || Difference(_settings.For(breaker.Name), there) is not { Length: > 0 } difference)
                continue;
            var lasts = _seen.TryGetValue(breaker.Name, out var before) && before.Difference == difference;
            if (lasts && !before.IsLogged)
                LogDifference(_host.Storms.LevelOf(LogLevel.Warning, "were found to be configured differently", breaker.Name), breaker.Name, difference);
            seen[breaker.Name] = (difference, lasts);
        }

        _seen = seen;
        _timer.Change(_host.Timings.LeaseDuration, Timeout.InfiniteTimeSpan);
    }

    private static string Shown(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } shown ? shown : "off";
}
