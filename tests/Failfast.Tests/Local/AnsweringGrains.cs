using System.Reflection;
using Failfast.Contract;

namespace Failfast.Tests.Local;

/// <summary>A grain factory whose breaker grains answer at once: closed, with the settings given.</summary>
public class AnsweringGrains : DispatchProxy
{
    private Hub _hub = null!;

    public static IGrainFactory With(BreakerSettings settings)
    {
        var grains = DispatchProxy.Create<IGrainFactory, AnsweringGrains>();
        ((AnsweringGrains)grains)._hub = new(new() { Stamp = new(1, 0), Settings = settings });
        return grains;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod?.ReturnType == typeof(IBreakerHub) ? _hub : null;

    private sealed class Hub(GrainSnapshot snapshot) : IBreakerHub
    {
        public Task<GrainReply> Report(HostReport report) =>
            Task.FromResult(new GrainReply { Snapshot = snapshot, Acknowledged = report.Sequence });

        public Task<GrainReply> RequestProbe(HostReport report) => throw new NotSupportedException();

        public Task<GrainReply> EndProbe(ProbeReport report) => throw new NotSupportedException();

        public Task<BreakerStatus?> ConfigureIf(BreakerSettings? settings, BreakerSettings expected, bool expectedOverridden) =>
            throw new NotSupportedException();
    }
}
