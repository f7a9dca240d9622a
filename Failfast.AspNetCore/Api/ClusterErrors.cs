using System.Text.RegularExpressions;
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
            return Problems.UnreadableParameter();
        }

        try
        {
            return await next(context);
        }
        catch (ArgumentException refused)
        {
            return Problems.BadRequest(FirstSentence(refused));
        }
        catch (BadHttpRequestException unreadable)
        {
            return Problems.TooLarge(unreadable.StatusCode);
        }
        // All that these endpoints do is ask grains. What a client throws that is not connected, or has lost every gateway, is of many kinds.
        catch (Exception error) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            var log = context.HttpContext.RequestServices.GetService<ILoggerFactory>()?.CreateLogger(typeof(ClusterErrors).FullName!);
            LogUnreachable(log ?? NullLogger.Instance, error);
            return Problems.Unreachable();
        }
    }

    // .NET adds the parameter's name, and Orleans forgets it.
    private static string FirstSentence(ArgumentException refused) => ParameterName().Replace(refused.Message, "");

    [GeneratedRegex(@" \(Parameter '[^']*'\)$")]
    private static partial Regex ParameterName();
}
