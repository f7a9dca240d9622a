using Failfast.Contract;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Failfast.Simulation;

/// <summary>Counts the grain's messages and their serialized payload, without Orleans' own headers.</summary>
internal sealed class Traffic
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSerializer(builder => builder.AddAssembly(typeof(GrainReply).Assembly)).BuildServiceProvider();

    private readonly Serializer _serializer;

    public Traffic() => _serializer = _services.GetRequiredService<Serializer>();

    /// <summary>Reports, probe requests and probe ends; each has one reply.</summary>
    public long Received { get; private set; }

    public long Pushes { get; private set; }

    /// <summary>Requests for reports to silent hosts, before the grain opens; they carry no payload.</summary>
    public long ReportRequests { get; private set; }

    public long Bytes { get; private set; }

    public void Exchanged<T>(T request, GrainReply reply)
    {
        Received++;
        Bytes += Size(request) + Size(reply);
    }

    public void ReportsRequested(int hosts) => ReportRequests += hosts;

    public void Pushed(GrainSnapshot snapshot, int hosts)
    {
        Pushes += hosts;
        Bytes += (long)Size(snapshot) * hosts;
    }

    /// <summary>The figures of this moment.</summary>
    public Traffic Copy() => (Traffic)MemberwiseClone();

    private int Size<T>(T message) => _serializer.SerializeToArray(message).Length;
}
