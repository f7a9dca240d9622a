using Failfast;

namespace OpenTelemetry.Trace;

/// <summary>Adds Failfast's spans to OpenTelemetry.</summary>
public static class FailfastTracerProviderBuilderExtensions
{
    /// <summary>Adds the source <see cref="FailfastTelemetry.ActivitySourceName"/>: spans of rejected calls and of probes.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TracerProviderBuilder AddFailfastInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(FailfastTelemetry.ActivitySourceName);
    }
}
