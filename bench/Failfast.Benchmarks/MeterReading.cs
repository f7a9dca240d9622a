using System.Diagnostics.Metrics;

namespace Failfast.Benchmarks;

/// <summary>Listens to all instruments until the process ends, and reads them every 100 ms: far more often than an exporter does.</summary>
internal static class MeterReading
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private static MeterListener? s_listener;
    private static Timer? s_timer;

    public static void Start()
    {
        s_listener = new MeterListener
        {
            InstrumentPublished = static (instrument, it) =>
            {
                if (instrument.Meter.Name == FailfastTelemetry.MeterName)
                    it.EnableMeasurementEvents(instrument);
            },
        };
        s_listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        s_listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        s_listener.Start();
        s_timer = new Timer(static _ => s_listener.RecordObservableInstruments(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        s_timer.Change(Between, Between);
    }
}
