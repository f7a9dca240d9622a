using Failfast.Tests.Docs;

namespace Failfast.Tests.Guarding;

/// <summary>What compiles, to what type, and what the compiler says of what does not.</summary>
public sealed class OverloadTests
{
    private const string Around = """
        using System; using System.Threading; using System.Threading.Tasks; using Failfast; using Polly.Timeout;
        namespace Polly.Timeout { public class TimeoutRejectedException : Exception; }
        class Caller(IBreakerGrain b)
        {
            Task<int> Number(CancellationToken ct) => Task.FromResult(1);
            Task Act(CancellationToken ct) => Task.CompletedTask;
            /*member*/
        }
        """;

    [Theory]
    [InlineData("Task<int> M() => b.Guard(async ct => await Number(ct));")]
    [InlineData("Task<int> M() => b.Guard(ct => Number(ct));")]
    [InlineData("Task<int> M() => b.Guard(Number, CancellationToken.None);")]
    [InlineData("Task<int> M() => b.Guard(async (state, ct) => await Number(ct), 7);")]
    [InlineData("Task M() => b.Guard(async ct => await Act(ct));")]
    [InlineData("Task<int> M() => b.Guard(async ct => await Number(ct), 7);")]
    [InlineData("Task<int> M() => b.Guard(ct => Number(ct), rejection => 7);")]
    [InlineData("Task<int> M() => b.Guard(ct => Number(ct), async rejection => await Number(default));")]
    [InlineData("Task<object> M(CancellationToken token) => b.Guard(ct => Task.FromResult<object>(1), token);")]
    [InlineData("ValueTask<int> M() => b.Guard(ct => new ValueTask<int>(1));")]
    [InlineData("ValueTask<int> M() => b.Guard(async ValueTask<int> (ct) => await Number(ct));")]
    [InlineData("void M() { try { } catch (CallTimeoutException) { } catch (TimeoutRejectedException) { } }")]
    public void Guard_shape_compiles(string member) => Assert.Empty(Errors(member));

    [Theory]
    [InlineData("""object M() => b.Guard(ct => Number(ct), "seven");""", "a value of its type, a lambda (rejection => value), or an async lambda")]
    [InlineData("""object M() => b.Guard(ct => Number(ct), rejection => "seven");""", "a value of its type, a lambda")]
    [InlineData("""object M() => b.Guard(ct => Number(ct), async rejection => { await Task.Yield(); return "seven"; });""", "a value of its type, a lambda")]
    [InlineData("object M() => b.Guard(ct => Act(ct), 7);", "The call has no result, so the fallback must have none")]
    public void Guard_fallback_that_does_not_fit_is_told_in_one_readable_error(string member, string message) =>
        Assert.Contains(message, Assert.Single(Errors(member)), StringComparison.Ordinal);

    private static IEnumerable<string> Errors(string member) =>
        SnippetCompiler.Errors(Around.Replace("/*member*/", member, StringComparison.Ordinal));
}
