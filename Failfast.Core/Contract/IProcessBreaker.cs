namespace Failfast.Contract;

/// <summary>A breaker as one process knows it: its own copy of the grain's state.</summary>
internal interface IProcessBreaker
{
    /// <summary>The grain has answered an operator in this process: what it said of its state is known here from now on.</summary>
    void Answered(GrainSnapshot snapshot);
}
