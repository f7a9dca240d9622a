namespace Failfast.Tests.Analyzers;

public sealed class GrainContextAnalyzerTests
{
    private const string Guard = "breaker.Guard(ct => service.Call(1, ct))";

    [Theory]
    [InlineData($"await service.Bare(1).ConfigureAwait(false); await {Guard};", Guard)]
    [InlineData($"await service.Bare(1).ConfigureAwait(ConfigureAwaitOptions.None); await {Guard};", Guard)]
    [InlineData($"if (service is null) await service!.Bare(1).ConfigureAwait(false); await {Guard};", Guard)]
    [InlineData($"for (var i = 0; i < 2; i++) {{ await {Guard}; await service.Bare(1).ConfigureAwait(false); }}", Guard)]
    [InlineData($"try {{ await service.Bare(1).ConfigureAwait(false); await {Guard}; }} finally {{ }}", Guard)]
    [InlineData($"async Task Local() {{ await service.Bare(1).ConfigureAwait(false); await {Guard}; }} await Local();", Guard)]
    [InlineData($"Func<Task> later = async () => {{ await service.Bare(1).ConfigureAwait(false); await {Guard}; }}; await later();", Guard)]
    [InlineData($"await {Guard}.ConfigureAwait(false);", $"{Guard}.ConfigureAwait(false)")]
    public async Task Guard_outside_of_the_grains_context_is_found(string code, string at) =>
        Assert.Equal([$"FF0003: {at}"], await Analyzed.Found(Grain(code)));

    [Theory]
    [InlineData($"await {Guard}; await service.Bare(1).ConfigureAwait(false);")]
    [InlineData($"await service.Bare(1).ConfigureAwait(true); await {Guard};")]
    [InlineData($"await service.Bare(1).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext); await {Guard};")]
    [InlineData($"if (service is null) {{ await service!.Bare(1).ConfigureAwait(false); return; }} await {Guard};")]
    [InlineData($"if (service is null) await service!.Bare(1).ConfigureAwait(false); else await {Guard};")]
    // The delegate's own business.
    [InlineData("await breaker.Guard(async ct => await service.Call(1, ct).ConfigureAwait(false));")]
    public async Task Guard_in_the_grains_context_is_not(string code) => Assert.Empty(await Analyzed.Found(Grain(code)));

    [Fact]
    public async Task Class_that_is_no_grain_has_no_context_to_lose() => Assert.Empty(await Analyzed.Found(
        Analyzed.Method($"await service.Bare(1).ConfigureAwait(false); await {Guard}.ConfigureAwait(false);")));

    [Fact]
    public async Task Plain_class_with_a_grain_interface_is_a_grain() => Assert.Single(await Analyzed.Found(
        Grain($"await {Guard}.ConfigureAwait(false);").Replace("Grain, IPays", "IPays", StringComparison.Ordinal)));

    [Theory]
    [InlineData($"await service.Bare(1).ConfigureAwait(false); await {Guard};", $"await service.Bare(1); await {Guard};")]
    [InlineData(
        $"await service.Bare(1).ConfigureAwait(false); await service.Bare(2).ConfigureAwait(false); await {Guard};",
        $"await service.Bare(1); await service.Bare(2); await {Guard};")]
    [InlineData($"await {Guard}.ConfigureAwait(false);", $"await {Guard};")]
    public async Task Fix_removes_what_leaves_the_context(string code, string wanted) =>
        Assert.Contains(wanted, await Analyzed.Fixed(Grain(code)), StringComparison.Ordinal);

    private static string Grain(string body) => $$"""
        interface IPays : IGrainWithStringKey { Task Pay(); }
        class Pays(IBreakerGrain breaker, Service service) : Grain, IPays
        {
            public async Task Pay()
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
