namespace Failfast.Demo;

/// <summary>
/// How one group calls the service. Both groups give a polite answer if the service does not answer; only <c>TryGuard</c> differs.
/// </summary>
internal sealed class PaymentClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly IBreakerGrain? _breaker;

    /// <param name="address">The service.</param>
    /// <param name="breaker">Null for the bare group.</param>
    public PaymentClient(Uri address, IBreakerGrain? breaker)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = DemoPlan.HttpTimeout };
        _breaker = breaker;
    }

    public Task<Answer> Pay(CancellationToken cancellationToken) =>
        _breaker is null ? PayBare(cancellationToken) : PayGuarded(_breaker, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<Answer> PayGuarded(IBreakerGrain breaker, CancellationToken cancellationToken)
    {
        var outcome = await breaker.TryGuard(Call, cancellationToken);
        return outcome.IsSuccess ? Answer.Real : Answer.Polite;
    }

    private async Task<Answer> PayBare(CancellationToken cancellationToken)
    {
        try
        {
            await Call(cancellationToken);
            return Answer.Real;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return Answer.Polite;
        }
    }

    private async Task Call(CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync("/", cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
