namespace Failfast.Tests.Analyzers;

public sealed class NameAnalyzerTests
{
    [Theory]
    [InlineData("_ = grains.GetBreaker(\"pay/eu\");", "\"pay/eu\"")]
    [InlineData("_ = grains.GetBreaker(\"mail-*\");", "\"mail-*\"")]
    [InlineData("_ = grains.GetBreaker(\"\");", "\"\"")]
    [InlineData("_ = grains.GetGrain<IBreakerGrain>(\"pay eu\");", "\"pay eu\"")]
    [InlineData("const string Name = \"zahlung-ä\"; _ = grains.GetBreaker(Name);", "Name")]
    [InlineData("_ = grains.GetBreakerFamily(\"mail-\");", "\"mail-\"")]
    [InlineData("await grains.GetBreakerDirectory().Forget(\"a/b\", outer);", "\"a/b\"")]
    [InlineData("services.AddHttpClient(\"pay\").AddFailfastBreaker(\"pay/eu\");", "\"pay/eu\"")]
    [InlineData("new ResiliencePipelineBuilder().AddFailfastBreaker(grains, \"pay/eu\");", "\"pay/eu\"")]
    [InlineData("services.Configure<FailfastOptions>(options => options.Breakers[\"pay/eu\"] = new());", "\"pay/eu\"")]
    [InlineData("services.Configure<FailfastOptions>(options => options.Breakers[\"*-eu\"] = new());", "\"*-eu\"")]
    [InlineData("services.Configure<FailfastOptions>(options => options.Breakers.Add(\"pay/eu\", new()));", "\"pay/eu\"")]
    [InlineData("services.Configure<FailfastOptions>(options => options.ShouldHandle(\"pay/eu\", _ => true));", "\"pay/eu\"")]
    [InlineData("services.Configure<FailfastOptions>(options => options.ShouldHandleResult<int>(\"pay/eu\", _ => true));", "\"pay/eu\"")]
    [InlineData("services.Configure<FailfastOptions>(options => options.Ignore(\"pay/eu\", _ => true));", "\"pay/eu\"")]
    [InlineData("services.Configure<FailfastOptions>(options => options.RetryAfter(\"pay/**\", _ => null));", "\"pay/**\"")]
    public async Task Literal_that_breaks_the_rule_is_found(string code, string at) =>
        Assert.Equal([$"FF0005: {at}"], await Analyzed.Found(Analyzed.Method(code)));

    [Theory]
    [InlineData("_ = grains.GetBreaker(\"pay_eu.1:a@b-c\");")]
    [InlineData("var name = \"a/b\"; _ = grains.GetBreaker(name);")]
    [InlineData("_ = grains.GetGrain<IBreakerGrain>(outer.ToString()!);")]
    [InlineData("_ = grains.GetGrain<IOther>(\"a/b\");")]
    [InlineData("_ = grains.GetBreakerFamily(\"*\"); _ = grains.GetBreakerFamily(\"mail-*\");")]
    [InlineData("services.AddHttpClient(\"a b\").AddFailfastBreaker(HttpBreakerName.Authority);")]
    [InlineData("services.Configure<FailfastOptions>(options => options.Breakers[\"mail-*\"] = options.Breakers[\"*\"] = new());")]
    [InlineData("services.Configure<FailfastOptions>(options => options.ShouldHandle(\"mail-*\", _ => true).Ignore(\"*\", _ => true));")]
    public async Task Name_that_is_valid_or_unknown_is_not(string code) =>
        Assert.Empty(await Analyzed.Found(Analyzed.Method(code) + "interface IOther : IGrainWithStringKey;"));

    [Theory]
    [InlineData("[GuardedBy(\"pay/eu\")] interface IPays : IGrainWithStringKey { Task Pay(); }")]
    [InlineData("interface IPays : IGrainWithStringKey { [GuardedBy(breaker: \"pay/eu\")] Task Pay(); }")]
    public async Task Attributes_name_is_checked_too(string code) => Assert.Equal(["FF0005: \"pay/eu\""], await Analyzed.Found(code));

    [Theory]
    [InlineData("_ = grains.GetBreaker(\"pay/eu 1\");", "GetBreaker(\"pay-eu-1\")")]
    [InlineData("_ = grains.GetBreakerFamily(\"mail/*\");", "GetBreakerFamily(\"mail-*\")")]
    [InlineData("_ = grains.GetBreakerFamily(\"mail\");", "GetBreakerFamily(\"mail*\")")]
    [InlineData("services.Configure<FailfastOptions>(options => options.Breakers[\"a/b*\"] = new());", "Breakers[\"a-b*\"]")]
    public async Task Fix_replaces_what_no_name_may_have(string code, string wanted) =>
        Assert.Contains(wanted, await Analyzed.Fixed(Analyzed.Method(code)), StringComparison.Ordinal);

    [Theory]
    [InlineData("_ = grains.GetBreaker(\"\");")]
    [InlineData("const string Name = \"a/b\"; _ = grains.GetBreaker(Name);")]
    public async Task Fix_is_offered_only_for_a_literal_with_something_in_it(string code) =>
        Assert.Null(await Analyzed.Fixed(Analyzed.Method(code)));

    [Fact]
    public void Rule_is_that_of_the_core() => Assert.All(
        Enumerable.Range(0, char.MaxValue + 1).Select(letter => $"a{(char)letter}").Concat(["", new('a', 128), new('a', 129)]),
        name => Assert.Equal(BreakerName.IsValid(name), Failfast.Analyzers.BreakerNames.IsValid(name)));
}
