using Failfast.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failfast.Security;

/// <summary>
/// One line in the log for each action: who, from where, what, on which breaker, what came of it, and why. What was typed comes last and has
/// no line breaks, so that it can be taken for nothing else.
/// </summary>
internal static partial class Audit
{
    private const string Category = "Failfast.Audit";

    /// <summary>Runs the action and writes the line. <paramref name="tell"/> says in it what came of it.</summary>
    public static async Task<T> Run<T>(HttpContext http, string action, string breaker, string? why, Func<Task<T>> run, Func<T, string> tell)
    {
        try
        {
            // The action goes on when the caller goes away.
            var result = await run().WaitAsync(Patience.Steering);
            Write(http, action, breaker, tell(result), why);
            return result;
        }
        catch (ArgumentException)
        {
            Write(http, action, breaker, "refused, it makes no sense", why);
            throw;
        }
        catch (Exception error)
        {
            Write(http, action, breaker, $"not known, {error.GetType().Name}", why);
            throw;
        }
    }

    public static string Done(BreakerStatus status) => $"done, {status.Durability}";

    private static void Write(HttpContext http, string action, string breaker, string outcome, string? why)
    {
        var logger = http.RequestServices.GetService<ILoggerFactory>()?.CreateLogger(Category) ?? NullLogger.Instance;
        LogAction(
            logger, Printable.Of(http.User.Identity is { IsAuthenticated: true, Name: { } name } ? name : "anonymous"),
            $"{http.Connection.RemoteIpAddress}", action, Printable.Of(breaker), outcome, Printable.Of(why ?? "none"));
    }
}
