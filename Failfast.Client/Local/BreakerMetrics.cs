using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Local;

/// <summary>The measurements of this process's breakers, for the meter <c>Failfast</c>.</summary>
internal sealed class BreakerMetrics
{
    public const string MeterName = "Failfast";

    private readonly Counter<long>? _rejections;

    /// <param name="services">Without an <see cref="IMeterFactory"/> among them nothing is measured.</param>
    public BreakerMetrics(IServiceProvider services) => _rejections = services.GetService<IMeterFactory>()?.Create(MeterName)
        .CreateCounter<long>("failfast.breaker.rejections", "{call}", "Calls rejected, or that would have been rejected without ObserveOnly.");

    public void Rejected(string breaker, RejectionCause cause, bool observed, long count)
    {
        if (_rejections is not { Enabled: true })
            return;
        var tags = new TagList
        {
            { "failfast.breaker.name", breaker },
            { "failfast.rejection.cause", cause switch { RejectionCause.Concurrency => "concurrency", RejectionCause.RampUp => "ramp_up", _ => "state" } },
            { "failfast.rejection.observed", observed },
        };
        try
        {
            _rejections.Add(count, tags);
        }
        catch (Exception)
        {
            // An exception of a listener must not reach the caller.
        }
    }
}
