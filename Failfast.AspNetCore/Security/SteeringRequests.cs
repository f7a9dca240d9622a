using Failfast.Api;
using Microsoft.AspNetCore.Http;

namespace Failfast.Security;

/// <summary>
/// What a request that changes something must look like. A form of another site can send neither the header nor the content type, and a
/// script of another site would have to ask first, which is never granted.
/// </summary>
internal static class SteeringRequests
{
    public const string Header = "X-Failfast";
    public const string Value = "1";

    public static ValueTask<object?> Require(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (request.Headers[Header] != Value)
            return ValueTask.FromResult<object?>(Problems.HeaderMissing());
        // A DELETE has no body.
        return HttpMethods.IsDelete(request.Method) || request.HasJsonContentType()
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.NotJson());
    }
}
