using System.Collections.Concurrent;

namespace Failfast.Testing;

/// <summary>Fake breakers by name, each created when it is first asked for: by the test, or by the code under test.</summary>
public sealed class FakeBreakers
{
    private readonly ConcurrentDictionary<string, Lazy<FakeBreaker>> _breakers = new(StringComparer.Ordinal);
    private readonly Action<FailfastOptions>? _configure;
    private readonly TimeProvider? _time;

    /// <summary>Creates the set; without dependency injection give <see cref="GrainFactory"/> to the code under test.</summary>
    /// <param name="configure">The breakers' settings, and what counts as a failure.</param>
    /// <param name="time">The clock of all of them; the system's by default.</param>
    public FakeBreakers(Action<FailfastOptions>? configure = null, TimeProvider? time = null)
        : this(configure, time, others: null)
    {
    }

    internal FakeBreakers(Action<FailfastOptions>? configure, TimeProvider? time, Func<IGrainFactory?>? others)
    {
        (_configure, _time) = (configure, time);
        GrainFactory = new FakeGrainFactory((type, name) => type == typeof(IBreakerGrain) ? Get(name) : null, others);
    }

    /// <summary>A grain factory whose breakers are these fakes.</summary>
    public IGrainFactory GrainFactory { get; }

    /// <summary>The fake breaker of that name.</summary>
    /// <exception cref="ArgumentException">The name is not valid (<see cref="BreakerName"/>).</exception>
    public FakeBreaker Get(string name) => _breakers.GetOrAdd(
        BreakerName.Check(name), static (name, it) => new(() => new FakeBreaker(name, it._configure, it._time)), this).Value;
}
