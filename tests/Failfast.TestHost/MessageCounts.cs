using System.Diagnostics.Metrics;

namespace Failfast.TestHost;

/// <summary>This process's messages to grains, by its own meter, since the first time this is asked.</summary>
internal sealed class MessageCounts : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _answered;
    private long _unanswered;

    public MessageCounts()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == FailfastTelemetry.Reports)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            foreach (var (name, tag) in tags)
                if (name == FailfastTelemetry.AnsweredTag)
                    _ = tag is true ? _answered += value : _unanswered += value;
        });
        _listener.Start();
    }

    /// <returns>Answered and unanswered ones.</returns>
    public string Now()
    {
        (_answered, _unanswered) = (0, 0);
        _listener.RecordObservableInstruments();
        return $"{_answered} {_unanswered}";
    }

    public void Dispose() => _listener.Dispose();
}
