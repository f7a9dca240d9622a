namespace Failfast.Simulation;

/// <summary>
/// Operators' words. At rest the last that was said to be durable holds, or one that was given later, or one that was not
/// yet durable when it was given: of words on their way at one time any may win, the same one everywhere.
/// </summary>
internal sealed partial class Oracle
{
    private readonly List<Word> _words = [];

    private sealed class Word(int breaker, OperatorWord what, TimeSpan given)
    {
        public int Breaker => breaker;
        public OperatorWord What => what;
        public TimeSpan Given => given;
        public TimeSpan? Durable;
    }

    public void WordGiven(Activation grain, OperatorWord word)
    {
        world.History.Note(What.Word, grain, word.Number, (long)grain.Coordinator.State.State, word);
        _words.Add(new Word(grain.Breaker, word, world.Schedule.Now));
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
        if (Candidates(grain.Breaker, ofSettings: false) is { } words && !words.Any(word => word.What.Held == held))
            world.Violate($"{grain}: an operator's durable word is lost: at rest it is {grain.Coordinator.State.State}, " +
                $"of the words {string.Join(", ", words.Select(word => word.What.Number))}");
        else if (held is not null && !_words.Any(word => word.Breaker == grain.Breaker && word.What.Held == held))
            world.Violate($"{grain}: is {held} by no operator's word");
    }

    private void CheckSettings(Activation grain)
    {
        if (Candidates(grain.Breaker, ofSettings: true) is not { } words)
            return;
        var settings = grain.Coordinator.Settings;
        if (!words.Any(word => (word.What.Settings ?? world.Scenario.Settings) == settings))
            world.Violate($"{grain}: an operator's durable settings are lost: {settings}, " +
                $"of the words {string.Join(", ", words.Select(word => word.What.Number))}");
    }

    private List<Word>? Candidates(int breaker, bool ofSettings)
    {
        var all = _words.Where(word => word.Breaker == breaker && word.What.IsOfSettings == ofSettings).ToList();
        if (all.LastOrDefault(word => word.Durable is not null) is not { } last)
            return null;
        return [.. all.Where(word => word == last || word.Given >= last.Given || word.Durable is null || word.Durable > last.Given)];
    }

    private static BreakerState? Held(BreakerState state) =>
        state is BreakerState.Isolated or BreakerState.Disabled ? state : null;
}
