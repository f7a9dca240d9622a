using Microsoft.Extensions.Options;

namespace Failfast;

/// <summary>Checks all options and reports all errors in one message.</summary>
internal sealed class FailfastOptionsValidator : IValidateOptions<FailfastOptions>
{
    private const int MostMeasuredNames = 100_000;

    public ValidateOptionsResult Validate(string? name, FailfastOptions options)
    {
        var errors = new List<string>(options.BindingErrors);
        Range(nameof(options.ReportInterval), options.ReportInterval, Milliseconds(10), TimeSpan.FromMinutes(1));
        Range(nameof(options.LeaseDuration), options.LeaseDuration, options.ReportInterval * 2, TimeSpan.FromMinutes(10));
        Range(nameof(options.ColdStartBudget), options.ColdStartBudget, Milliseconds(1), TimeSpan.FromSeconds(10));
        Range(nameof(options.ConfirmBudget), options.ConfirmBudget, Milliseconds(1), TimeSpan.FromSeconds(10));
        if (string.IsNullOrWhiteSpace(options.HostName) || options.HostName.Length > 256 || !Printable.IsPrintable(options.HostName))
            errors.Add("HostName must have 1 to 256 characters, none of them a control character.");
        if (options.MaxMeasuredNames is < 0 or > MostMeasuredNames)
            errors.Add($"MaxMeasuredNames is {options.MaxMeasuredNames}: it must be from 0 to {MostMeasuredNames}.");
        var inherited = new HashSet<string>();
        Settings(nameof(options.Defaults), options.Defaults, new());
        inherited.UnionWith(options.Defaults is null ? [] : BreakerSettingsRules.Errors(options.Defaults));
        foreach (var (key, settings) in options.Breakers)
        {
            Key(key);
            Settings($"{nameof(options.Breakers)}:{Printable.Of(key)}", settings, options.Defaults ?? new());
        }

        foreach (var key in options.Outcomes.Keys)
            Key(key);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors.Distinct());

        // An error in the defaults is reported once, and not again for every breaker that inherits it.
        void Settings(string where, BreakerSettings? settings, BreakerSettings from) => errors.AddRange(
            settings is null ? [$"{where} is null: give it settings, or leave it out."]
            : BreakerSettingsRules.Errors(settings).Where(error => !inherited.Contains(error)).Concat(DeadSettings.Errors(settings, from))
                .Select(error => $"{where}: {error}"));

        void Key(string key)
        {
            var shown = Printable.Of(key);
            if (key != "*" && !BreakerName.IsValid(key.EndsWith('*') ? key[..^1] : key))
                errors.Add($"Breakers:{shown}: '{shown}' is not a breaker name, nor a family: use 1 to {BreakerName.MaxLength} ASCII letters, digits and . _ : @ - and at most one * at the end.");
        }

        void Range(string setting, TimeSpan value, TimeSpan min, TimeSpan max)
        {
            if (value < min || value > max)
                errors.Add($"{setting} is {value}: it must be from {min} to {max}.");
        }

        static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
    }
}
