using Orleans.Storage;

namespace Failfast.Storage;

/// <summary>
/// One breaker's row, and what is known of it. Every try has a state object of its own: one that was given up, and goes on
/// somewhere in the provider, touches nothing here.
/// </summary>
internal sealed class BreakerRow(IGrainStorage storage, GrainId grain, TimeProvider time)
{
    public const string StateName = "breaker";

    /// <summary>The row in use when somebody else's data, or a wreck, is in the first. That one is left for people to look at.</summary>
    public const string SpareName = "breaker.spare";

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    private string _name = StateName;
    private string? _etag;

    /// <summary>False before the first reading, and after a conflict.</summary>
    public bool IsRead { get; private set; }

    /// <summary>What was last seen in storage; null for no row, or one without data.</summary>
    public BreakerRecord? Record { get; private set; }

    /// <summary>A clear was tried that may have happened or not.</summary>
    public bool MayBeCleared { get; private set; }

    /// <summary>Says which row was set aside and why.</summary>
    public string? SetAside { get; private set; }

    public void Distrust() => IsRead = false;

    public async Task Read()
    {
        var state = new GrainState<BreakerRecord>(new BreakerRecord());
        try
        {
            await Try(token => storage.ReadStateAsync(_name, grain, state, token));
        }
        catch (Exception error) when (UnreadableRow.Is(error, state.ETag) && Avoid($"{error.GetType().Name}: {error.Message}"))
        {
            await Read();
            return;
        }

        if (state.RecordExists && state.State?.IsAnothers() != false && Avoid("it holds no state of a breaker"))
        {
            await Read();
            return;
        }

        Know(state);
    }

    /// <summary>What was read can't be true: leaves the row alone and reads the other one. False if that was it already.</summary>
    public async Task<bool> Refuse()
    {
        if (!Avoid("its numbers can't be true"))
            return false;
        await Read();
        return true;
    }

    public async Task Write(BreakerRecord record)
    {
        var state = new GrainState<BreakerRecord>(record) { ETag = _etag!, RecordExists = Record is not null };
        await Try(token => storage.WriteStateAsync(_name, grain, state, token));
        state.RecordExists = true;
        Know(state);
    }

    public async Task Clear()
    {
        var state = new GrainState<BreakerRecord>(Record!) { ETag = _etag!, RecordExists = true };
        MayBeCleared = true;
        await Try(token => storage.ClearStateAsync(_name, grain, state, token));
        state.RecordExists = false;
        Know(state);
    }

    private void Know(GrainState<BreakerRecord> state)
    {
        _etag = state.ETag;
        Record = state.RecordExists ? state.State : null;
        MayBeCleared = false;
        IsRead = true;
    }

    private bool Avoid(string why)
    {
        if (_name == SpareName)
            return false;
        SetAside = $"The row '{_name}' of {grain} is set aside, and '{SpareName}' is used instead as long as it is there: {why}";
        _name = SpareName;
        Record = null;
        IsRead = false;
        return true;
    }

    private async Task Try(Func<CancellationToken, Task> act)
    {
        using var budget = new CancellationTokenSource(Budget, time);
        try
        {
            // Not every provider listens to the token.
            await act(budget.Token).WaitAsync(budget.Token);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested)
        {
            throw new TimeoutException($"Storage did not answer within {Budget.TotalSeconds} s.");
        }
    }
}
