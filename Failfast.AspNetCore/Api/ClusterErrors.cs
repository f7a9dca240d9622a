using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Failfast.Api;

/// <summary>Answers with problem details where a grain can't be reached, or refuses what it is told.</summary>
internal static partial class ClusterErrors
{
    public static async ValueTask<object?> Answer(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // A parameter that can't be read has set it before the filters run.
        if (context.HttpContext.Response.StatusCode == StatusCodes.Status400BadRequest)
        {
            context.HttpContext.Response.StatusCode = StatusCodes.Status200OK;
            return Problems.BadRequest("A parameter of the query can't be read: 'attention' is true or false, 'pageSize' a whole number.");
        }

        try
        {
            return await next(context);
        }
        catch (ArgumentException refused)
        {
            return Problems.BadRequest(FirstLine(refused));
        }
        catch (BadHttpRequestException unreadable)
        {
            return Problems.TooLarge(unreadable.StatusCode);
        }
        catch (Exception error) when (IsOfCluster(error) && !context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            var log = context.HttpContext.RequestServices.GetService<ILoggerFactory>()?.CreateLogger(typeof(ClusterErrors).FullName!);
            LogUnreachable(log ?? NullLogger.Instance, error.Message);
            return Problems.Unreachable();
        }
    }

    /// <summary>Whether it says no more than that the cluster, or a grain's silo, is out of reach.</summary>
    public static bool IsOfCluster(Exception error) =>
        error is TimeoutException or OrleansException or IOException or OperationCanceledException
        // A client that is not connected yet, and a silo that has not started.
        or InvalidOperationException or ObjectDisposedException;

    // .NET adds the parameter's name.
    private static string FirstLine(ArgumentException refused) =>
        refused.ParamName is { } parameter ? refused.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal) : refused.Message;
}
