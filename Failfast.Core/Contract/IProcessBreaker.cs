namespace Failfast.Contract;

/// <summary>A process's local copy of a breaker.</summary>
internal interface IProcessBreaker
{
    /// <summary>Applies the snapshot with which the grain answered an operator in this process.</summary>
    void Answered(GrainSnapshot snapshot);
}
