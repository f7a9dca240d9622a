using Failfast.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Api;

/// <summary>
/// A breaker's name in an address. It may have a <c>~</c> before it, which no name begins with: for <c>.</c> and <c>..</c>, which
/// clients take for folders, and for <c>stream</c>, which is something else there.
/// </summary>
internal static class BreakerPath
{
    public const string Parameter = "{name}";

    /// <exception cref="ArgumentException">It is not a breaker's name.</exception>
    public static string Name(string segment) => BreakerName.Check(segment.StartsWith('~') ? segment[1..] : segment);

    /// <exception cref="ArgumentException">It is not a breaker's name.</exception>
    // By its id: looking it up by its interface fails before a client is connected.
    public static IBreakerGrain Breaker(HttpContext http, string segment) =>
        http.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IBreakerGrain>(BreakerGrainId.Of(Name(segment)));
}
