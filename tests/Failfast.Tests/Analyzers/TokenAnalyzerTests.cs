namespace Failfast.Tests.Analyzers;

public sealed class TokenAnalyzerTests
{
    [Theory]
    [InlineData("await breaker.Guard(ct => service.Call(1));", "Call")]
    [InlineData("await breaker.Guard(_ => service.Call(1), outer);", "Call")]
    [InlineData("await breaker.Guard(async ct => { await service.Bare(1); await service.Call(1); });", "Call")]
    [InlineData("await breaker.Guard(_ => service.Ask(1));", "Ask")]
    [InlineData("await breaker.TryGuard(async ValueTask<int> (ct) => await service.Ask(1));", "Ask")]
    [InlineData("await breaker.Guard(static (it, _) => it.Ask(1), service);", "Ask")]
    [InlineData("await breaker.Guard(_ => service.Ask(1), 7);", "Ask")]
    [InlineData("await breaker.Guard(_ => Task.Delay(TimeSpan.FromSeconds(1)));", "Delay")]
    [InlineData("await breaker.Guard(ct => service?.Call(1) ?? Task.CompletedTask);", "Call")]
    [InlineData("await breaker.Guard(ct => service.Call(1, outer), outer);", "outer")]
    [InlineData("await breaker.Guard(ct => service.Call(1, cancellationToken: outer));", "cancellationToken: outer")]
    [InlineData("await breaker.Guard(async ct => { await service.Call(1, ct); await service.Call(2, outer); }, outer);", "outer")]
    [InlineData("await breaker.Guard(static (it, ct) => it.service.Call(1, it.outer), (service, outer));", "it.outer")]
    public async Task Delegate_that_ignores_its_token_is_found(string code, string at) =>
        Assert.Equal([$"FF0001: {at}"], await Analyzed.Found(Analyzed.Method(code)));

    [Theory]
    [InlineData("await breaker.Guard(ct => service.Call(1, ct), outer);")]
    [InlineData("await breaker.Guard(_ => service.Bare(1));")]
    [InlineData("await breaker.Guard(_ => service.Call(1, CancellationToken.None));")]
    [InlineData("await breaker.Guard(_ => service.Call(1, default));")]
    // Checked by hand.
    [InlineData("await breaker.Guard(async ct => { ct.ThrowIfCancellationRequested(); await service.Call(1); });")]
    // Made of both.
    [InlineData("await breaker.Guard(async ct => { using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, outer); await service.Call(1, both.Token); }, outer);")]
    // Nobody knows when it runs.
    [InlineData("await breaker.Guard(_ => { Func<Task> later = () => service.Call(1); return Task.CompletedTask; });")]
    // Of another lifetime, beside its own.
    [InlineData("var other = new CancellationTokenSource().Token; await breaker.Guard(async ct => { await service.Call(1, ct); await service.Call(1, other); }, outer);")]
    // No breaker's.
    [InlineData("await Task.Run(() => service.Call(1));")]
    public async Task Delegate_that_uses_its_token_or_has_no_use_for_it_is_not(string code) =>
        Assert.Empty(await Analyzed.Found(Analyzed.Method(code)));

    [Theory]
    [InlineData("await breaker.Guard(ct => service.Call(1));", "await breaker.Guard(ct => service.Call(1, ct));")]
    [InlineData("await breaker.Guard(_ => service.Call(1));", "await breaker.Guard(ct => service.Call(1, ct));")]
    [InlineData("await breaker.Guard(static (it, _) => it.Ask(1), service);", "await breaker.Guard(static (it, ct) => it.Ask(1, ct), service);")]
    [InlineData("await breaker.Guard(_ => service.Many());", "await breaker.Guard(ct => service.Many(cancellationToken: ct));")]
    [InlineData("await breaker.Guard(_ => service.Many(second: 1));", "await breaker.Guard(ct => service.Many(second: 1, cancellationToken: ct));")]
    [InlineData("await breaker.Guard(ct => service.Call(1, outer), outer);", "await breaker.Guard(ct => service.Call(1, ct), outer);")]
    [InlineData("await breaker.Guard(_ => service.Call(order: 1, cancellationToken: outer), outer);", "await breaker.Guard(ct => service.Call(order: 1, cancellationToken: ct), outer);")]
    [InlineData("var ct = outer; await breaker.Guard(_ => service.Call(1));", "var ct = outer; await breaker.Guard(token => service.Call(1, token));")]
    public async Task Fix_gives_the_token(string code, string wanted) =>
        Assert.Contains(wanted, await Analyzed.Fixed(Analyzed.Method(code)), StringComparison.Ordinal);
}
