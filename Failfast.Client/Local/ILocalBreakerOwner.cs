namespace Failfast.Local;

/// <summary>
/// Beside <see cref="IBreakerGrain"/>: a breaker grain that is no reference from Orleans and brings its own local breaker, as a fake does,
/// with a scripted grain behind it. The extension methods on <see cref="IBreakerGrain"/> guard calls with that breaker.
/// </summary>
// Not derived from IBreakerGrain: it would be a grain interface itself.
internal interface ILocalBreakerOwner
{
    LocalBreaker LocalBreaker { get; }
}
