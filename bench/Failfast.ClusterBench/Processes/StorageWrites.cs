using System.Diagnostics.Metrics;

namespace Failfast.ClusterBench.Processes;

/// <summary>Failfast's own measurement of a silo's writes, whatever their outcome.</summary>
internal sealed class StorageWrites : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _sum;

    public StorageWrites()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == FailfastTelemetry.StorageWrites)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _sum += value);
        _listener.Start();
    }

    public long Read()
    {
        _sum = 0;
        _listener.RecordObservableInstruments();
        return _sum;
    }

    public void Dispose() => _listener.Dispose();
}
