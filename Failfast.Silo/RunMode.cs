namespace Failfast.Silo;

/// <summary>What the program was asked to be.</summary>
internal enum RunMode
{
    /// <summary>A silo that serves breakers until it is stopped.</summary>
    Host,

    /// <summary>The demo, and the first of its hosts.</summary>
    Demo,

    /// <summary>One of the demo's further hosts, started by the demo itself.</summary>
    DemoChild,

    /// <summary>Asks a running silo how it is.</summary>
    CheckHealth,

    /// <summary>Prints how to use it.</summary>
    Help,
}
