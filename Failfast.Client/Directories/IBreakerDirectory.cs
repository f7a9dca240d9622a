namespace Failfast;

/// <summary>
/// Every breaker of the cluster that is active, and every one that an operator has isolated, disabled or given settings, active or not.
/// Silos know their own breakers; a question is put to all of them, and nothing but the operators' changes is stored.
/// </summary>
public interface IBreakerDirectory
{
    /// <summary>A page of breakers, the worst first.</summary>
    /// <param name="query">Which breakers; null for the first 50 of all.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <returns>Without what did not answer within a second: see <see cref="BreakerPage.Missing"/>.</returns>
    /// <exception cref="ArgumentException">The query makes no sense; the message says why.</exception>
    /// <remarks>No silo at all throws what any grain call would: no directory is the same as an empty one.</remarks>
    Task<BreakerPage> List(BreakerQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells of breakers that appear, change their state, settings or durability, or go, within about a second. It begins with a
    /// <see cref="BreakerChangeKind.Reset"/>, after which nothing is missed: list then. It never ends by itself; what silos can't tell for
    /// a time, it tells later. Counts of calls, and breaks that run out, are no change.
    /// </summary>
    /// <param name="prefix">Of the names; null for all. Case is ignored.</param>
    /// <param name="cancellationToken">Ends it, with <see cref="OperationCanceledException"/>.</param>
    IAsyncEnumerable<BreakerChange> Watch(string? prefix = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets what operators have changed of a retired breaker, so that it is no longer listed while it isn't active. The breaker itself
    /// keeps its state, and is remembered again should its grain be asked for anything.
    /// </summary>
    /// <param name="name">The breaker's name.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <returns>Whether it was remembered.</returns>
    /// <exception cref="ArgumentException">The name breaks the rule (<see cref="BreakerName"/>).</exception>
    /// <exception cref="IOException">It could not be stored; try again.</exception>
    Task<bool> Forget(string name, CancellationToken cancellationToken = default);
}
