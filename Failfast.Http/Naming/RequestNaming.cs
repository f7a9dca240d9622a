namespace Failfast.Http;

/// <summary>Names the breaker of each request.</summary>
/// <param name="Of">The name.</param>
/// <param name="Identity">Equal for what gives the same names: the name, if it is always the same, else what names.</param>
internal sealed record RequestNaming(Func<HttpRequestMessage, string> Of, object Identity)
{
    public static RequestNaming By(Func<HttpRequestMessage, string> selector) => new(selector, selector);
}
