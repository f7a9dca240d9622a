using System.Diagnostics.Metrics;

namespace Failfast.Tests.Fixtures;

/// <summary>Listens to what is measured of one breaker; others of the process, which other tests measure, are left alone.</summary>
internal static class RejectionMeter
{
    /// <param name="breaker">Its name.</param>
    /// <param name="measured">Gets each count, where it is measured.</param>
    public static MeterListener Listen(string breaker, Action<long> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter.Name == "Failfast")
                    it.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (var tag in tags)
                if (tag.Value as string == breaker)
                    measured(count);
        });
        listener.Start();
        return listener;
    }
}
