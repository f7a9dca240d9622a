namespace Failfast.Simulation;

/// <summary>
/// Checks operators' commands. At rest the last command that was reported as durable is in force, or a later one; so is the last command
/// given to the activation that is left, durable or not. An earlier command may win over a later one, if one of the two never became
/// durable, only if neither of their activations could know of the other's command: of two commands given at the same time to a split
/// cluster any may win, but the same one everywhere.
/// </summary>
internal sealed partial class Oracle
{
    private readonly List<Command> _commands = [];

    private sealed class Command(Activation by, OperatorCommand what, TimeSpan given, long revision)
    {
        public Activation By => by;
        public int Breaker => by.Breaker;
        public long Revision => revision;
        public OperatorCommand What => what;
        public TimeSpan Given => given;
        public TimeSpan? Durable;
    }

    public void CommandGiven(Activation grain, OperatorCommand command)
    {
        world.History.Note(What.Command, grain, command.Number, (long)grain.Coordinator.State.State, command);
        var revision = command.IsOfSettings ? grain.Coordinator.SettingsRevision : grain.Coordinator.CommandRevision;
        _commands.Add(new Command(grain, command, world.Schedule.Now, revision));
        if (command.Settings is { } settings && settings.HalfOpenPermits != world.Scenario.Settings.HalfOpenPermits)
            _budgetChanges.Add(grain.Breaker);
    }

    public void CommandDurable(Activation grain, OperatorCommand command)
    {
        world.History.Note(What.Durable, grain, command.Number);
        // A command that changed nothing wrote nothing: storage held the state before.
        if (_commands.FirstOrDefault(one => ReferenceEquals(one.What, command)) is not { } given)
            return;
        if (!grain.IsInStorage)
            world.Violate($"{grain}: said that command {command.Number} is durable, and storage holds {world.Storage.Stored(world.GrainIds[grain.Breaker])}");
        // A command that another one replaced before its answer was answered for the other one.
        var holds = command.IsOfSettings
            ? grain.Coordinator.Settings == (command.Settings ?? world.Scenario.Settings)
            : Held(grain.Coordinator.State.State) == command.Held;
        if (holds)
            given.Durable ??= world.Schedule.Now;
    }

    /// <summary>Called at rest.</summary>
    public void CheckCommands(Activation grain)
    {
        CheckStates(grain);
        CheckSettings(grain);
    }

    private void CheckStates(Activation grain)
    {
        var held = Held(grain.Coordinator.State.State);
        if (Candidates(grain, ofSettings: false) is { } commands && !commands.Any(command => command.What.Held == held))
            world.Violate($"{grain}: an operator's command is lost: at rest it is {grain.Coordinator.State.State}, " +
                $"of the commands {string.Join(", ", commands.Select(command => command.What.Number))}");
        else if (held is not null && !_commands.Any(command => command.Breaker == grain.Breaker && command.What.Held == held))
            world.Violate($"{grain}: is {held} without an operator's command");
    }

    private void CheckSettings(Activation grain)
    {
        if (Candidates(grain, ofSettings: true) is not { } commands)
            return;
        var settings = grain.Coordinator.Settings;
        if (!commands.Any(command => (command.What.Settings ?? world.Scenario.Settings) == settings))
            world.Violate($"{grain}: an operator's settings are lost: {settings}, " +
                $"of the commands {string.Join(", ", commands.Select(command => command.What.Number))}");
    }

    private List<Command>? Candidates(Activation grain, bool ofSettings)
    {
        var all = _commands.Where(command => command.Breaker == grain.Breaker && command.What.IsOfSettings == ofSettings).ToList();
        var last = all.Where(command => command.Durable is not null).MaxBy(command => command.Durable);
        if (all.LastOrDefault(command => command.By == grain) is { } own && !(own.Given < last?.Given))
            last = own;
        return last is null ? null : [.. all.Where(command => command == last || command.Given >= last.Given || MayWin(command, last))];
    }

    // Commands are numbered from what their activation knew; with different clocks a later activation may have started at lower numbers.
    private bool MayWin(Command earlier, Command last) => (earlier.Durable is null || last.Durable is null)
        && earlier.Revision > last.Revision && earlier.By != last.By
        && (world.ClocksDiffer || earlier.By.Died is not { } end || end >= last.By.Born);

    private static BreakerState? Held(BreakerState state) =>
        state is BreakerState.Isolated or BreakerState.Disabled ? state : null;
}
