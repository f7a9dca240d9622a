namespace Failfast.Tests.CallShapes;

/// <summary>A guard inside the pipeline of an <see cref="HttpClient"/>: the only token it sees is the pipeline's.</summary>
internal sealed class GuardingHandler(IBreakerGrain breaker) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        breaker.Guard(ct => base.SendAsync(request, ct), cancellationToken);
}
