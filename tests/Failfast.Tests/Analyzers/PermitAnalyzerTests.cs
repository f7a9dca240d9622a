namespace Failfast.Tests.Analyzers;

public sealed class PermitAnalyzerTests
{
    [Theory]
    [InlineData("breaker.TryEnter();")]
    [InlineData("_ = breaker.TryEnter();")]
    [InlineData("await breaker.EnterAsync(outer);", "breaker.EnterAsync(outer)")]
    [InlineData("await breaker.EnterAsync(outer).ConfigureAwait(false);", "breaker.EnterAsync(outer)")]
    [InlineData("var permit = breaker.TryEnter(); await service.Call(1, outer); permit?.Succeed();", "breaker.TryEnter()")]
    [InlineData("var permit = await breaker.EnterAsync(outer); try { await service.Call(1, outer); permit.Succeed(); } catch (TimeoutException) { permit.Fail(); }", "breaker.EnterAsync(outer)")]
    [InlineData("var permit = breaker.TryEnter() ?? throw new TimeoutException(); permit.Succeed();", "breaker.TryEnter()")]
    [InlineData("GuardPermit? permit = null; if (service is not null) permit = breaker.TryEnter(); permit?.Succeed();", "breaker.TryEnter()")]
    [InlineData("if (breaker.TryEnter() is { } permit) permit.Succeed();", "breaker.TryEnter()")]
    [InlineData("if (breaker.TryEnter() is GuardPermit { IsEnded: false } permit) permit.Succeed();", "breaker.TryEnter()")]
    [InlineData("var permit = breaker.TryEnter(); if (permit is null || permit.IsEnded) return;", "breaker.TryEnter()")]
    public async Task Permit_that_nothing_disposes_is_found(string code, string? at = null) =>
        Assert.Equal([$"FF0002: {at ?? "breaker.TryEnter()"}"], await Analyzed.Found(Analyzed.Method(code)));

    [Theory]
    [InlineData("using var permit = await breaker.EnterAsync(outer); permit.Succeed();")]
    [InlineData("using var permit = breaker.TryEnter() ?? throw new TimeoutException(); permit.Succeed();")]
    [InlineData("using (var permit = await breaker.EnterAsync(outer).ConfigureAwait(false)) permit.Succeed();")]
    [InlineData("using (await breaker.EnterAsync(outer)) await service.Call(1, outer);")]
    [InlineData("var permit = breaker.TryEnter(); using (permit) permit?.Succeed();")]
    [InlineData("var permit = await breaker.EnterAsync(outer); try { permit.Succeed(); } finally { permit.Dispose(); }")]
    [InlineData("var permit = breaker.TryEnter(); try { permit?.Succeed(); } finally { permit?.Dispose(); }")]
    [InlineData("var permit = await breaker.EnterAsync(outer); try { await service.Call(1, outer); permit.Succeed(); } catch (Exception error) { permit.Fail(error); throw; }")]
    [InlineData("var permit = await breaker.EnterAsync(outer); try { await service.Call(1, outer); } finally { permit.Succeed(); }")]
    [InlineData("_field = breaker.TryEnter();")]
    [InlineData("var permit = breaker.TryEnter(); _field = permit;")]
    [InlineData("var permits = new List<GuardPermit?>(); permits.Add(breaker.TryEnter());")]
    [InlineData("var permit = breaker.TryEnter(); var permits = new[] { permit };")]
    [InlineData("GuardPermit? Take() => breaker.TryEnter(); using var permit = Take();")]
    [InlineData("GuardPermit? Take() { var permit = breaker.TryEnter(); return permit; } using var permit = Take();")]
    [InlineData("var waiting = breaker.EnterAsync(outer); using var permit = await waiting;")]
    [InlineData("if (breaker.TryEnter() is { } permit) using (permit) permit.Succeed();")]
    [InlineData("breaker.TryEnter()?.Dispose();")]
    public async Task Permit_that_is_disposed_or_handed_over_is_not(string code) =>
        Assert.Empty(await Analyzed.Found(Analyzed.Method(code)));

    [Theory]
    [InlineData("var permit = breaker.TryEnter();", "using var permit = breaker.TryEnter();")]
    [InlineData("GuardPermit permit = await breaker.EnterAsync(outer); permit.Succeed();", "using GuardPermit permit = await breaker.EnterAsync(outer); permit.Succeed();")]
    public async Task Fix_adds_using(string code, string wanted) =>
        Assert.Contains(wanted, await Analyzed.Fixed(Analyzed.Method(code)), StringComparison.Ordinal);

    [Theory]
    [InlineData("breaker.TryEnter();")]
    [InlineData("var permit = breaker.TryEnter(); permit = null;")]
    [InlineData("switch (1) { case 1: var permit = breaker.TryEnter(); break; }")]
    public async Task Fix_is_offered_only_where_using_can_stand(string code) =>
        Assert.Null(await Analyzed.Fixed(Analyzed.Method(code)));
}
