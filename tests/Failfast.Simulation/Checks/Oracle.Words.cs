namespace Failfast.Simulation;

/// <summary>
/// Operators' words. At rest the last that was said to be durable holds, or one that was given later; and likewise the last
/// that was given to the very activation that is left, wherever it is stored. An earlier word may win over one that never
/// became durable, or the other way round, only if neither of the two activations that took them could know of the other's: of two words given at one time
/// to a cluster in two minds any may win, the same one everywhere.
/// </summary>
internal sealed partial class Oracle
{
    private readonly List<Word> _words = [];

    private sealed class Word(Activation by, OperatorWord what, TimeSpan given, long revision)
    {
        public Activation By => by;
        public int Breaker => by.Breaker;
        public long Revision => revision;
        public OperatorWord What => what;
        public TimeSpan Given => given;
        public TimeSpan? Durable;
    }

    public void WordGiven(Activation grain, OperatorWord word)
    {
        world.History.Note(What.Word, grain, word.Number, (long)grain.Coordinator.State.State, word);
        var revision = word.IsOfSettings ? grain.Coordinator.SettingsRevision : grain.Coordinator.CommandRevision;
        _words.Add(new Word(grain, word, world.Schedule.Now, revision));
        if (word.Settings is { } settings && settings.HalfOpenPermits != world.Scenario.Settings.HalfOpenPermits)
            _budgetChanges.Add(grain.Breaker);
    }

    public void WordDurable(Activation grain, OperatorWord word)
    {
        world.History.Note(What.Durable, grain, word.Number);
        // A word that changed nothing wrote nothing either: that storage holds what it says is what an older row told.
        if (_words.FirstOrDefault(one => ReferenceEquals(one.What, word)) is not { } given)
            return;
        if (!grain.IsInStorage)
            world.Violate($"{grain}: said that word {word.Number} is durable, and storage holds {world.Storage.Stored(world.GrainIds[grain.Breaker])}");
        // What another word has replaced before it was answered was answered for that one.
        var holds = word.IsOfSettings
            ? grain.Coordinator.Settings == (word.Settings ?? world.Scenario.Settings)
            : Held(grain.Coordinator.State.State) == word.Held;
        if (holds)
            given.Durable ??= world.Schedule.Now;
    }

    /// <summary>Called at rest.</summary>
    public void CheckWords(Activation grain)
    {
        CheckStates(grain);
        CheckSettings(grain);
    }

    private void CheckStates(Activation grain)
    {
        var held = Held(grain.Coordinator.State.State);
        if (Candidates(grain, ofSettings: false) is { } words && !words.Any(word => word.What.Held == held))
            world.Violate($"{grain}: an operator's word is lost: at rest it is {grain.Coordinator.State.State}, " +
                $"of the words {string.Join(", ", words.Select(word => word.What.Number))}");
        else if (held is not null && !_words.Any(word => word.Breaker == grain.Breaker && word.What.Held == held))
            world.Violate($"{grain}: is {held} by no operator's word");
    }

    private void CheckSettings(Activation grain)
    {
        if (Candidates(grain, ofSettings: true) is not { } words)
            return;
        var settings = grain.Coordinator.Settings;
        if (!words.Any(word => (word.What.Settings ?? world.Scenario.Settings) == settings))
            world.Violate($"{grain}: an operator's settings are lost: {settings}, " +
                $"of the words {string.Join(", ", words.Select(word => word.What.Number))}");
    }

    private List<Word>? Candidates(Activation grain, bool ofSettings)
    {
        var all = _words.Where(word => word.Breaker == grain.Breaker && word.What.IsOfSettings == ofSettings).ToList();
        var last = all.Where(word => word.Durable is not null).MaxBy(word => word.Durable);
        if (all.LastOrDefault(word => word.By == grain) is { } own && !(own.Given < last?.Given))
            last = own;
        return last is null ? null : [.. all.Where(word => word == last || word.Given >= last.Given || MayWin(word, last))];
    }

    // Words are numbered by what their activation knew; with clocks apart a later one may have begun to number below.
    private bool MayWin(Word earlier, Word last) => (earlier.Durable is null || last.Durable is null)
        && earlier.Revision > last.Revision && earlier.By != last.By
        && (world.ClocksDiffer || earlier.By.Died is not { } end || end >= last.By.Born);

    private static BreakerState? Held(BreakerState state) =>
        state is BreakerState.Isolated or BreakerState.Disabled ? state : null;
}
