using Failfast.Storage;
using Orleans.Storage;

namespace Failfast.Simulation;

/// <summary>Table storage with ETags, shared by all silos, with all its faults.</summary>
internal sealed class SimStorage(World world, Prng dice)
{
    private readonly Dictionary<GrainId, List<(int ETag, object? State)>> _rows = [];
    private int _etag;

    public double Failing { get; set; }

    public double AppliesSilently { get; set; }

    public double Hanging { get; set; }

    /// <summary>The one silo that can't reach it.</summary>
    public Silo? DownFor { get; set; }

    public double HangsMilliseconds { get; set; } = 8_000;

    public double Stale { get; set; }

    /// <summary>The share of garbled answers; a write may have been applied before one.</summary>
    public double Garbled { get; set; }

    /// <summary>The share of operations that time out at the client and are applied later all the same.</summary>
    public double Late { get; set; }

    public double SlowMilliseconds { get; set; } = 3;

    public long Writes { get; private set; }

    /// <summary>The number of operations not applied yet, including those of dead activations.</summary>
    public int UnderWay { get; private set; }

    public void Heal() => (Failing, AppliesSilently, Hanging, Stale, Garbled, Late, SlowMilliseconds, DownFor) = (0, 0, 0, 0, 0, 0, 3, null);

    public IGrainStorage For(Silo silo) => new View(this, silo);

    public object? Stored(GrainId grain) => _rows.TryGetValue(grain, out var versions) ? versions[^1].State : null;

    private sealed class View(SimStorage all, Silo silo) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => all.Do(silo, () =>
        {
            if (all.Garbles() && all.Garbage() is { } garbage)
            {
                (grainState.ETag, grainState.RecordExists, grainState.State) = ("garbled", true, (T)(object)garbage);
                return;
            }

            if (!all._rows.TryGetValue(grainId, out var versions))
                return;
            var stale = all.Stale > 0 && versions.Count > 1 && all._dice.Chance(all.Stale);
            var (etag, state) = stale ? versions[^(1 + all._dice.Between(1, Math.Min(4, versions.Count - 1)))] : versions[^1];
            grainState.ETag = $"{etag}";
            grainState.RecordExists = state is not null;
            grainState.State = state is null ? Activator.CreateInstance<T>() : (T)state;
        }, writes: false);

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var state = grainState.State;
            return all.Do(silo, () => Replace(grainId, grainState, state), writes: true);
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            all.Do(silo, () => Replace(grainId, grainState, null), writes: true);

        private void Replace<T>(GrainId grainId, IGrainState<T> grainState, object? state)
        {
            var versions = all._rows.TryGetValue(grainId, out var known) ? known : all._rows[grainId] = [(0, null)];
            if ((grainState.ETag ?? "0") != $"{versions[^1].ETag}")
                throw new InconsistentStateException($"ETag {grainState.ETag} is not {versions[^1].ETag}.");
            versions.Add((++all._etag, state));
            all.Writes++;
            all.Applied(silo, grainId, state);
            if (all.Unanswered)
                throw new TimeoutException("The answer was lost.");
            if (all.Garbles())
                throw new FormatException("'<' is no answer.");
            grainState.ETag = $"{all._etag}";
            grainState.RecordExists = state is not null;
        }
    }

    private bool Unanswered { get; set; }

    private bool Garbles() => Garbled > 0 && _dice.Chance(Garbled);

    // Somebody else's state, numbers that can't be true, or no state at all.
    private BreakerRecord? Garbage() => _dice.Below(3) switch
    {
        0 => new BreakerRecord(),
        1 => new BreakerRecord { State = (BreakerState)42, Generation = 7, CommandRevision = 3 },
        _ => throw new FormatException("'<' is no row."),
    };

    private readonly Prng _dice = dice;

    private void Applied(Silo silo, GrainId grain, object? state) =>
        world.History.Note(What.Stored, silo, state is null ? 0 : 1, 0, state is null ? grain : $"{grain} {state}");

    private Task Do(Silo silo, Action action, bool writes)
    {
        var done = new TaskCompletionSource();
        var wait = _dice.Milliseconds(.5, SlowMilliseconds);
        if (Hanging > 0 && _dice.Chance(Hanging))
            wait += _dice.Milliseconds(500, HangsMilliseconds);
        var isLate = Late > 0 && _dice.Chance(Late);
        var fails = (Failing > 0 && _dice.Chance(Failing)) || silo == DownFor;
        var silent = writes && AppliesSilently > 0 && _dice.Chance(AppliesSilently);
        // An operation is applied at one instant, whatever becomes of its client, and answered at another.
        var until = wait * _dice.Share();
        if (isLate)
        {
            // The client times out first; its request arrives all the same.
            silo.After(wait, () => done.TrySetException(new TimeoutException("Given up.")));
            until = wait + _dice.Milliseconds(0, 20_000);
            wait = until;
        }

        UnderWay++;
        world.Schedule.After(until, () =>
        {
            UnderWay--;
            Exception? error = fails ? new TimeoutException("Storage is down.") : null;
            if (!fails)
            {
                Unanswered = silent;
                try
                {
                    action();
                }
                catch (Exception thrown)
                {
                    error = thrown;
                }
            }

            silo.After(wait - until, () =>
            {
                if (error is null)
                    done.TrySetResult();
                else
                    done.TrySetException(error);
            });
        });
        return done.Task;
    }
}
