using Failfast.Contract;

namespace Failfast.Tests.Machine;

/// <summary>Calls as letters: S success, F failure, L slow (longer than it may).</summary>
internal static class Calls
{
    public static CallCounts One(char call) => call switch
    {
        'S' => CallCounts.OfSuccesses(1),
        'F' => CallCounts.OneFailure,
        'L' => CallCounts.OneSlow,
        _ => throw new ArgumentOutOfRangeException(nameof(call), call, "S, F or L"),
    };

    public static CallCounts Of(string calls) => calls.Aggregate(default(CallCounts), (sum, call) => sum.Then(One(call)));

    public static AgedCounts[] Now(string calls) => [new(TimeSpan.Zero, Of(calls))];

    public static string Times(this string calls, int times) => string.Concat(Enumerable.Repeat(calls, times));
}
