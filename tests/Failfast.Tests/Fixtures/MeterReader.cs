using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Fixtures;

/// <summary>Reads what one host measures; the other hosts of the process have meters of their own.</summary>
internal sealed class MeterReader : IDisposable
{
    private readonly MeterListener _listener;
    private readonly ConcurrentQueue<Series> _recorded = new();
    private readonly List<Series> _observed = [];

    public MeterReader(IServiceProvider host)
    {
        var factory = host.GetRequiredService<IMeterFactory>();
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter.Name == FailfastTelemetry.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
                    it.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public sealed record Series(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);

    /// <summary>What was recorded so far, or what is observed now.</summary>
    public IReadOnlyList<Series> Read(string instrument, params (string Tag, object Value)[] tags)
    {
        lock (_observed)
        {
            _observed.Clear();
            _listener.RecordObservableInstruments();
            return [.. _observed.Concat(_recorded).Where(series => series.Instrument == instrument && tags.All(tag => tag.Value.Equals(series.Tags.GetValueOrDefault(tag.Tag))))];
        }
    }

    public double Sum(string instrument, params (string Tag, object Value)[] tags) => Read(instrument, tags).Sum(series => series.Value);

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = new Series(instrument.Name, value, new Dictionary<string, object?>(tags.ToArray()));
        if (instrument.IsObservable)
            _observed.Add(series);
        else
            _recorded.Enqueue(series);
    }
}
