using System.Globalization;
using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>
/// A machine with one caller, driven by a script. <c>FFS</c>: calls that must be let through (S success, F failure,
/// L slow, X ignored); <c>!FS</c>: calls that must be rejected; <c>+1s</c>, <c>+10s-1t</c>: time passes (s, ms, t ticks);
/// <c>=O</c>: the state is open (C, O, H, I, D); <c>~1s</c>, <c>~null</c>: what remains of the break; <c>#2</c>: breaks in
/// a row; <c>:isolate :close :disable :enable</c>: an operator's words.
/// </summary>
internal sealed class OneBreaker(BreakerSettings settings)
{
    private static readonly Guid Host = new("00000000-0000-0000-0000-00000000000a");

    public MachineState State { get; set; } = MachineState.Initial;

    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    public BreakerSettings Settings { get; set; } = settings;

    public static void Play(BreakerSettings settings, string script) => new OneBreaker(settings).Play(script);

    public OneBreaker Play(string script)
    {
        foreach (var word in script.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word[1..];
            switch (word[0])
            {
                case '+': Now += Time(rest); break;
                case '=': Check(script, word, Letter(State.Effective(Now)), rest); break;
                case '~': Check(script, word, RetryAfter, rest == "null" ? null : Time(rest)); break;
                case '#': Check(script, word, State.Breaks, int.Parse(rest, CultureInfo.InvariantCulture)); break;
                case ':': Apply(Word(rest)); break;
                case '!': CallAll(script, word, rest, runs: false); break;
                default: CallAll(script, word, word, runs: true); break;
            }
        }

        return this;
    }

    public MachineStep Apply(BreakerEvent happened, double random = 0.5)
    {
        var step = BreakerMachine.Apply(State, happened, new Moment(Now, random, Settings, new ProtocolTimings()));
        State = step.State;
        return step;
    }

    private TimeSpan? RetryAfter => State.Effective(Now) switch
    {
        BreakerState.Isolated => null,
        BreakerState.Open => State.OpenUntil - Now,
        _ => TimeSpan.Zero,
    };

    private void CallAll(string script, string word, string calls, bool runs)
    {
        foreach (var call in calls)
            Check(script, word, Call(call), runs);
    }

    private bool Call(char call)
    {
        switch (State.Effective(Now))
        {
            case BreakerState.Disabled:
                return true;
            case BreakerState.Isolated:
                return false;
            case BreakerState.Closed:
                if (call != 'X')
                    Apply(new BreakerEvent.Counted(Host, Calls.Now(call.ToString()), BreakerEvent.NobodySilent));
                return true;
        }

        if (Apply(new BreakerEvent.ProbeRequested(Host)).Lease is not { } lease)
            return false;
        var outcome = call switch { 'S' => ProbeOutcome.Success, 'X' => ProbeOutcome.Ignored, _ => ProbeOutcome.Failure };
        Apply(new BreakerEvent.ProbeEnded(Host, State.Generation, lease.Number, outcome));
        return true;
    }

    private static BreakerEvent Word(string word) => word switch
    {
        "isolate" => new BreakerEvent.Isolated("tested"),
        "close" => new BreakerEvent.ClosedByOperator(),
        "disable" => new BreakerEvent.DisabledByOperator(),
        "enable" => new BreakerEvent.EnabledByOperator(),
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "no such word"),
    };

    private static string Letter(BreakerState state) => state.ToString()[..1];

    private static void Check<T>(string script, string word, T actual, T expected) =>
        Assert.True(Equals(expected, actual), $"'{word}' in '{script}': expected {expected}, got {actual}");

    private static TimeSpan Time(string text)
    {
        var minus = text.IndexOf('-', StringComparison.Ordinal);
        if (minus > 0)
            return Time(text[..minus]) - Time(text[(minus + 1)..]);
        var number = text.TrimEnd('m', 's', 't');
        var value = double.Parse(number, CultureInfo.InvariantCulture);
        return text[number.Length..] switch
        {
            "s" => TimeSpan.FromSeconds(value),
            "ms" => TimeSpan.FromMilliseconds(value),
            "t" => TimeSpan.FromTicks((long)value),
            var unit => throw new ArgumentOutOfRangeException(nameof(text), unit, "s, ms or t"),
        };
    }
}
