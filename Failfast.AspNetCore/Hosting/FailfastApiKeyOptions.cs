namespace Failfast;

/// <summary>The keys that <c>AddFailfastApiKeys</c> accepts. At least one must be set.</summary>
public sealed class FailfastApiKeyOptions
{
    /// <summary>The shortest key, in characters.</summary>
    public const int MinKeyLength = 16;

    /// <summary>Lets its holder see breakers, and nothing else.</summary>
    /// <value>Default: null, no such key; at least <see cref="MinKeyLength"/> characters.</value>
    public string? ReadKey { get; set; }

    /// <summary>Lets its holder see and steer breakers.</summary>
    /// <value>Default: null, no such key; at least <see cref="MinKeyLength"/> characters.</value>
    public string? SteerKey { get; set; }

    /// <summary>How long a sign-in on the page lasts. A change of the key ends it too.</summary>
    /// <value>Default: 12 hours; 1 minute to 30 days.</value>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    internal IEnumerable<string> Errors()
    {
        if (ReadKey is null && SteerKey is null)
            yield return "No key is set: set SteerKey, ReadKey, or both.";
        foreach (var (name, key) in new[] { (nameof(ReadKey), ReadKey), (nameof(SteerKey), SteerKey) })
            if (key is { Length: < MinKeyLength })
                yield return $"{name} has {key.Length} characters: a key that nobody guesses has at least {MinKeyLength}.";
        if (ReadKey is not null && ReadKey == SteerKey)
            yield return "ReadKey and SteerKey are the same: whoever may read could steer. Leave ReadKey out if that is meant.";
        if (SessionLifetime < TimeSpan.FromMinutes(1) || SessionLifetime > TimeSpan.FromDays(30))
            yield return $"SessionLifetime is {SessionLifetime}: it must be from 1 minute to 30 days.";
    }
}
