using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Failfast.Demo;

/// <summary>The service that all workers call: real HTTP on loopback, which turns slow, failing and healthy.</summary>
internal sealed class HttpDependency : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private volatile Behavior _behavior = new(Phase.Healthy);

    private HttpDependency(WebApplication app, TimeProvider time) => (_app, _time) = (app, time);

    public Uri Address => new(_app.Urls.First());

    public static async Task<HttpDependency> Start(TimeProvider time)
    {
        var app = LoopbackServer.Prepare().Build();
        var dependency = new HttpDependency(app, time);
        app.Run(dependency.Answer);
        await app.StartAsync();
        return dependency;
    }

    public void Enter(Phase phase)
    {
        var before = _behavior;
        _behavior = new Behavior(phase);
        before.Ended.SetResult();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        try
        {
            while (_behavior is { Phase: Phase.Slow } slow)
                await slow.Ended.Task.WaitAsync(context.RequestAborted);
            if (_behavior.Phase == Phase.Failing)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            }

            await Task.Delay(DemoPlan.HealthyLatency, _time, context.RequestAborted);
            await context.Response.WriteAsync("paid", context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client gave up.
        }
    }

    private sealed record Behavior(Phase Phase)
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
