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

    private sealed class Command(Activation by, OperatorCommand what, TimeSpan given)
    {
        private readonly (long OfSettings, long OfState) _revisions = (by.Coordinator.SettingsRevision, by.Coordinator.CommandRevision);

        public Activation By => by;
        public int Breaker => by.Breaker;
        public OperatorCommand What => what;
        public TimeSpan Given => given;
        public TimeSpan? Durable;

        public bool Concerns(bool settings) => settings ? what.IsOfSettings : what.IsOfState;

        public long Revision(bool ofSettings) => ofSettings ? _revisions.OfSettings : _revisions.OfState;
    }

    public void CommandGiven(Activation grain, OperatorCommand command)
    {
        world.History.Note(What.Command, grain, command.Number, (long)grain.Coordinator.State.State, command);
        _commands.Add(new Command(grain, command, world.Schedule.Now));
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
        // What another command has replaced before it was answered was answered for that one.
        var holds = (!command.IsOfSettings || grain.Coordinator.Settings == (command.Settings ?? world.Scenario.Settings))
            && (!command.IsOfState || command.MayHold(Held(grain.Coordinator.State.State)));
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
        if (Candidates(grain, ofSettings: false) is { } commands && !commands.Any(command => command.What.MayHold(held)))
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
        var all = _commands.Where(command => command.Breaker == grain.Breaker && command.Concerns(ofSettings)).ToList();
        var last = all.Where(command => command.Durable is not null).MaxBy(command => command.Durable);
        if (all.LastOrDefault(command => command.By == grain) is { } own && !(own.Given < last?.Given))
            last = own;
        return last is null ? null : [.. all.Where(command => command == last || command.Given >= last.Given || MayWin(command, last, ofSettings))];
    }

    // Commands are numbered by what their activation knew; with clocks apart a later one may have begun to number below.
    // And once a reset has left no row, and its activation is gone, a host that has not heard of it may remember an earlier one; nor does
    // an activation that is older, and still there, find a row by which to notice the reset before its own command is stored.
    private bool MayWin(Command earlier, Command last, bool ofSettings) => (last.What.IsReset && last.By.Died is not null)
        || ((earlier.Durable is null || last.Durable is null || earlier.What.IsReset)
            && earlier.Revision(ofSettings) > last.Revision(ofSettings) && earlier.By != last.By
            && (world.ClocksDiffer || earlier.By.Died is not { } end || end >= last.By.Born));

    private static BreakerState? Held(BreakerState state) =>
        state is BreakerState.Isolated or BreakerState.Disabled ? state : null;
}
