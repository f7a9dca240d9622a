namespace Failfast.Tests.Settings;

/// <summary>A rule judges what is of its type: as declared, derived, or found to be when it is there.</summary>
public sealed class ResultRulesTests
{
    private interface IAnswer
    {
        int Code { get; }
    }

    private record Answer(int Code) : IAnswer;

    private sealed record Detailed(int Code) : Answer(Code);

    [Fact]
    public void IsFailure_rule_for_the_type_itself()
    {
        var rules = Rules(new ResultRule<Answer>(answer => answer.Code >= 500));
        Assert.True(rules.IsFailure(new Answer(500)));
        Assert.False(rules.IsFailure(new Answer(200)));
        Assert.False(rules.IsFailure("500"));
        Assert.False(rules.IsFailure(500));
    }

    [Fact]
    public void IsFailure_rule_for_a_base_type_or_interface_judges_a_delegate_that_declares_a_derived_one()
    {
        Assert.True(Rules(new ResultRule<Answer>(answer => answer.Code >= 500)).IsFailure(new Detailed(500)));
        Assert.True(Rules(new ResultRule<IAnswer>(answer => answer.Code >= 500)).IsFailure(new Detailed(500)));
        Assert.False(Rules(new ResultRule<IAnswer>(answer => answer.Code >= 500)).IsFailure(new Detailed(200)));
    }

    [Fact]
    public void IsFailure_rule_for_a_derived_type_judges_what_turns_out_to_be_one()
    {
        var rules = Rules(new ResultRule<Detailed>(answer => answer.Code >= 500));
        Assert.True(rules.IsFailure<object>(new Detailed(500)));
        Assert.True(rules.IsFailure<IAnswer>(new Detailed(500)));
        Assert.True(rules.IsFailure(new Detailed(500) as Answer));
        Assert.False(rules.IsFailure<object>(new Answer(500)));
        Assert.False(rules.IsFailure<object?>(null));
    }

    [Fact]
    public void IsFailure_rule_for_an_interface_judges_a_result_whose_declared_type_does_not_have_it()
    {
        var rules = Rules(new ResultRule<IDisposable>(_ => true));
        Assert.True(rules.IsFailure<object>(Stream.Null));
        Assert.False(rules.IsFailure<object>("no stream"));
    }

    [Fact]
    public void IsFailure_rule_for_object_judges_all()
    {
        var rules = Rules(new ResultRule<object?>(result => result is null or -1 or "bad"));
        Assert.True(rules.IsFailure(-1));
        Assert.True(rules.IsFailure("bad"));
        Assert.True(rules.IsFailure<object?>(null));
        Assert.True(rules.IsFailure<int?>(null));
        Assert.True(rules.IsFailure<int?>(-1));
        Assert.False(rules.IsFailure(1));
        Assert.False(rules.IsFailure("good"));
    }

    [Fact]
    public void IsFailure_rule_for_a_value_type_judges_it_boxed_or_nullable_and_the_other_way_round()
    {
        var negative = Rules(new ResultRule<int>(result => result < 0));
        Assert.True(negative.IsFailure<object>(-1));
        Assert.True(negative.IsFailure<int?>(-1));
        Assert.False(negative.IsFailure<int?>(null));
        Assert.False(negative.IsFailure<object>(-1L));
        var missing = Rules(new ResultRule<int?>(result => result is null or < 0));
        Assert.True(missing.IsFailure(-1));
        Assert.True(missing.IsFailure<int?>(null));
        Assert.False(missing.IsFailure(1));
    }

    [Fact]
    public void IsFailure_one_of_several_rules_that_cover_a_result_is_enough()
    {
        var rules = Rules(
            new ResultRule<object>(_ => false), new ResultRule<Answer>(answer => answer.Code >= 500),
            new ResultRule<Detailed>(answer => answer.Code == 429));
        Assert.True(rules.IsFailure(new Detailed(429)));
        Assert.True(rules.IsFailure(new Detailed(503)));
        Assert.True(rules.IsFailure<Answer>(new Detailed(429)));
        Assert.False(rules.IsFailure(new Answer(429)));
        Assert.False(rules.IsFailure(new Detailed(200)));
    }

    [Fact]
    public void Set_a_later_rule_for_the_same_type_replaces_the_earlier_one()
    {
        var rules = Rules(new ResultRule<int>(result => result < 0));
        Assert.True(rules.IsFailure(-1));
        rules.Set(new ResultRule<int>(result => result > 0));
        Assert.False(rules.IsFailure(-1));
        Assert.True(rules.IsFailure(1));
    }

    private static ResultRules Rules(params ResultRule[] rules)
    {
        var all = new ResultRules();
        Assert.True(all.IsEmpty);
        foreach (var rule in rules)
            all.Set(rule);
        return all;
    }
}
