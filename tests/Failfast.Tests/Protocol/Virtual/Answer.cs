using Failfast.Protocol;

namespace Failfast.Tests.Protocol.Virtual;

/// <summary>What a dependency does with a call.</summary>
/// <param name="Outcome">How the call ends.</param>
/// <param name="Seconds">After how long.</param>
internal readonly record struct Answer(CallOutcome Outcome, double Seconds = 0)
{
    public static readonly Answer Success = new(CallOutcome.Success);

    public static readonly Answer Failure = new(CallOutcome.Failure);

    /// <summary>It never answers.</summary>
    public static readonly Answer Never = new(CallOutcome.Ignored, 1e6);

    public static Answer SuccessIn(double seconds) => new(CallOutcome.Success, seconds);

    public static Answer FailureIn(double seconds) => new(CallOutcome.Failure, seconds);

    /// <summary>Its caller cancels it.</summary>
    public static Answer GivenUpIn(double seconds) => new(CallOutcome.GivenUp, seconds);
}
