using Failfast.Api.Resources;
using Microsoft.AspNetCore.Http;

namespace Failfast.Api;

/// <summary>The operators' commands of the API, on one breaker as on a family.</summary>
internal static class Commands
{
    private const string Isolation = "isolate";

    public static readonly Command[] All =
    [
        new(Isolation, "Holds the breaker open until it is closed, or for a time.", Isolate),
        new("close", "Closes the breaker and forgets its counts and breaks.", (breaker, _) => breaker.Close()),
        new("disable", "Lets every call through, and counts nothing.", (breaker, _) => breaker.Disable()),
        new("enable", "Ends disabling.", (breaker, _) => breaker.Enable()),
        new("reset", "Undoes every command of operators: isolation, disabling and settings.", (breaker, _) => breaker.Reset()),
    ];

    /// <param name="Action">The last part of the address.</param>
    /// <param name="Summary">For the documentation.</param>
    /// <param name="Give">Gives it to a breaker.</param>
    public sealed record Command(string Action, string Summary, Func<IBreakerGrain, CommandResource, Task<BreakerStatus>> Give)
    {
        /// <summary>The name of the operation on something.</summary>
        public string NameFor(string what) => $"{char.ToUpperInvariant(Action[0])}{Action[1..]}{what}";

        /// <summary>Reads what comes with it.</summary>
        /// <exception cref="ArgumentException">An action other than isolation can't have a time, nor can isolation have two.</exception>
        public async Task<CommandResource> Read(HttpContext http)
        {
            var said = await JsonBody.Read(http.Request, ApiJson.Default.CommandResource);
            if (Action != Isolation && (said.For is not null || said.Until is not null))
                throw new ArgumentException($"'for' and 'until' belong to isolate, not to {Action}.");
            if (said is { For: not null, Until: not null })
                throw new ArgumentException("Give 'for' or 'until', not both.");
            return said;
        }
    }

    private static Task<BreakerStatus> Isolate(IBreakerGrain breaker, CommandResource said) => said switch
    {
        { For: { } seconds } => breaker.IsolateFor(Seconds.ToDuration(seconds, "for"), said.Reason),
        { Until: { } until } => breaker.Isolate(said.Reason, until),
        _ => breaker.Isolate(said.Reason),
    };
}
