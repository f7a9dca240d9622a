using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Failfast;

/// <summary>
/// Binds a configuration section. Unlike .NET's binder it refuses unknown keys, collects all errors, and starts each breaker's settings
/// from the defaults.
/// </summary>
internal static class FailfastOptionsBinder
{
    private const string Defaults = nameof(FailfastOptions.Defaults);
    private const string Breakers = nameof(FailfastOptions.Breakers);

    public static void Bind(IConfigurationSection section, FailfastOptions options)
    {
        foreach (var child in section.GetChildren())
        {
            if (child.Key.Equals(Defaults, StringComparison.OrdinalIgnoreCase))
                options.Defaults = Settings(child, options.Defaults, options.BindingErrors);
            else if (!child.Key.Equals(Breakers, StringComparison.OrdinalIgnoreCase))
                Set(options, child, options.BindingErrors);
        }
    }

    /// <summary>Binds the breakers, after code has changed the defaults. Settings that code gave to a breaker stay.</summary>
    public static void BindBreakers(IConfigurationSection section, FailfastOptions options)
    {
        foreach (var child in section.GetSection(Breakers).GetChildren())
        {
            var isKnown = options.Breakers.TryGetValue(child.Key, out var known);
            // Settings from an earlier section are the start of this one's; settings from code stay as they are.
            if (isKnown && !options.BoundBreakers.Contains(child.Key))
                continue;
            options.BoundBreakers.Add(child.Key);
            options.Breakers[child.Key] = Settings(child, isKnown ? known : options.Defaults, options.BindingErrors);
        }
    }

    private static BreakerSettings Settings(IConfigurationSection section, BreakerSettings? start, List<string> errors)
    {
        // Code may have set null; the validator reports that.
        var settings = start is null ? new() : start with { };
        foreach (var child in section.GetChildren())
            Set(settings, child, errors);
        return settings;
    }

    private static void Set(object target, IConfigurationSection entry, List<string> errors)
    {
        var property = target.GetType().GetProperty(
            entry.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        if (property?.SetMethod is null)
        {
            if (target is BreakerSettings && entry.Key.Equals("SlowCallsAreFailures", StringComparison.OrdinalIgnoreCase))
            {
                errors.Add(
                    $"{entry.Path} is no longer a setting: slow calls are failures wherever SlowCallDuration is set. Leave it out; " +
                    "where it was false, set SlowCallRatio (0.5 was its default), which judges slow calls apart.");
                return;
            }

            var known = target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(each => each.Name);
            errors.Add($"{Printable.Of(entry.Path)} is not a setting; known are {string.Join(", ", known)}.");
            return;
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var isOptional = type != property.PropertyType;
        if (type == typeof(TimeSpan) && int.TryParse(entry.Value, CultureInfo.InvariantCulture, out _))
        {
            // For .NET it is days, which nobody means.
            Refuse("a number alone");
            return;
        }

        try
        {
            // An empty value, or none, turns an optional setting off.
            var value = isOptional && IsEmpty(entry) ? null : entry.Get(type);
            if (value is not null || (isOptional && IsEmpty(entry)))
                property.SetValue(target, value);
            else
                Refuse($"no {type.Name}");
        }
        catch (InvalidOperationException)
        {
            Refuse($"no {type.Name}");
        }

        void Refuse(string what) => errors.Add(
            $"{Printable.Of(entry.Path)} is {(entry.Value is { } text ? $"'{Printable.Of(text)}'" : entry.GetChildren().Any() ? "a section" : "null")}: " +
            $"that is {what}{(type == typeof(TimeSpan) ? " (write 00:00:05 for five seconds)" : "")}.");
    }

    private static bool IsEmpty(IConfigurationSection entry) => entry.Value is null or "" && !entry.GetChildren().Any();
}
