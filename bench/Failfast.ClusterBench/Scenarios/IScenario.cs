namespace Failfast.ClusterBench.Scenarios;

/// <summary>One thing to measure, with its processes. A figure that it can't measure it does not add: it throws.</summary>
internal interface IScenario
{
    /// <summary>Whether it has figures, so that <c>--quick</c> can't do without it.</summary>
    bool IsInQuick { get; }

    Task Run(Bench bench);
}
