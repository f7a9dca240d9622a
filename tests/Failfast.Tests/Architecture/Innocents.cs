namespace Failfast.Tests.Architecture.Innocents;

internal sealed class UsesTimesNotClocks
{
    public static TimeSpan Add(TimeSpan now, DateTime then) => now + (then - DateTime.MinValue);
}

[Alias("failfast.tests.innocent")]
internal sealed record HasOrleansAttribute([property: Id(0)] int Value);

internal sealed class MentionsContract
{
    public static Failfast.Contract.HostReport Report(Failfast.Contract.HostReport report) => report with { Sequence = 1 };
}

internal sealed class UsesLinqAndLambdas
{
    public static IEnumerable<int> Double(IEnumerable<int> numbers, int by)
    {
        foreach (var number in numbers.Select(number => number * by))
            yield return number;
    }
}
