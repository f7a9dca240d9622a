using CsCheck;
using Failfast.Contract;

namespace Failfast.Tests.Machine;

public class CallCountsTests
{
    private static readonly Gen<string> Sequence = Gen.OneOfConst('S', 'F', 'F', 'L').Array[0, 12].Select(calls => new string(calls));

    [Fact]
    public void Then_agrees_with_the_plain_sequence() => Sequence.Sample(calls =>
    {
        var runs = calls.Replace("L", "", StringComparison.Ordinal).Split('S').Select(run => (long)run.Length).ToArray();
        var naive = new CallCounts(
            calls.Count(c => c == 'S'), calls.Count(c => c == 'F'), calls.Count(c => c == 'L'), runs[0], runs.Max(), runs[^1]);
        Assert.Equal(naive, Calls.Of(calls));
    });

    [Fact]
    public void Then_is_associative() => Gen.Select(Sequence, Sequence, Sequence).Sample((a, b, c) =>
        Calls.Of(a).Then(Calls.Of(b)).Then(Calls.Of(c)) == Calls.Of(a).Then(Calls.Of(b).Then(Calls.Of(c))));

    [Fact]
    public void Then_is_concatenation() => Gen.Select(Sequence, Sequence).Sample((a, b) =>
        Calls.Of(a).Then(Calls.Of(b)) == Calls.Of(a + b));

    [Fact]
    public void Then_nothing_is_neutral() => Sequence.Sample(calls =>
        default(CallCounts).Then(Calls.Of(calls)) == Calls.Of(calls) && Calls.Of(calls).Then(default) == Calls.Of(calls));

    [Fact]
    public void Then_saturates_and_stays_associative() =>
        Gen.Select(Large, Large, Large).Sample((a, b, c) =>
        {
            var left = a.Then(b).Then(c);
            Assert.Equal(left, a.Then(b.Then(c)));
            Assert.True(left.IsPlausible, left.ToString());
        });

    [Fact]
    public void IsPlausible_true_for_every_real_sequence() => Sequence.Sample(calls => Calls.Of(calls).IsPlausible);

    [Theory]
    [InlineData(-1, 0, 0, 0, 0, 0)]
    [InlineData(0, -1, 0, -1, -1, -1)]
    [InlineData(0, 0, -1, 0, 0, 0)]
    [InlineData(CallCounts.Limit + 1, 0, 0, 0, 0, 0)]
    [InlineData(0, long.MaxValue, 0, long.MaxValue, long.MaxValue, long.MaxValue)]
    [InlineData(0, 0, long.MaxValue, 0, 0, 0)]
    [InlineData(1, 0, 0, 1, 1, 0)]      // a run without failures
    [InlineData(1, 3, 0, 0, 0, 0)]      // failures without a run
    [InlineData(0, 3, 0, 1, 3, 3)]      // no success, yet a run was broken
    [InlineData(1, 3, 0, 3, 2, 0)]      // longer than the longest
    [InlineData(1, 3, 0, -1, 3, 3)]
    [InlineData(1, 3, 0, 3, 3, -1)]
    public void IsPlausible_false_for_what_no_calls_produce(
        long successes, long failures, long slow, long leading, long longest, long trailing) =>
        Assert.False(new CallCounts(successes, failures, slow, leading, longest, trailing).IsPlausible);

    [Theory]
    [InlineData("SSS", false)]
    [InlineData("", false)]
    [InlineData("SF", true)]
    [InlineData("L", true)]
    public void IsUrgent_only_for_what_can_trip(string calls, bool urgent) => Assert.Equal(urgent, Calls.Of(calls).IsUrgent);

    private static Gen<CallCounts> Large => Gen.Select(Gen.Long[0, CallCounts.Limit], Gen.Bool, (n, ok) =>
        ok ? CallCounts.OfSuccesses(n) : new CallCounts(0, n, 0, n, n, n));
}
