namespace Failfast;

/// <summary>The ids of Failfast's log events. They are stable, for filters and alerts; numbers of events that are gone are not used again.</summary>
public static class FailfastLogEvents
{
    /// <summary>Error: <c>ShouldHandle</c> or <c>Ignore</c> threw.</summary>
    public const int RuleThrew = 1;

    /// <summary>Debug: this process sees a breaker in another state; information, if it decides alone.</summary>
    public const int StateHere = 2;

    /// <summary>Debug: a breaker's grain did not answer.</summary>
    public const int GrainUnreachable = 3;

    /// <summary>Error: a changed configuration is refused.</summary>
    public const int ConfigurationRefused = 5;

    /// <summary>Error: a sweep failed.</summary>
    public const int SweepFailed = 6;

    /// <summary>Warning, once a minute: this process guards alone.</summary>
    public const int GuardsAlone = 7;

    /// <summary>Warning: callers cancel all their calls, so that a hanging dependency is not noticed.</summary>
    public const int SeesNoOutcomes = 8;

    /// <summary>Warning: two names in use differ only in case.</summary>
    public const int NamesDifferInCase = 9;

    /// <summary>Warning: two silos configure one breaker differently.</summary>
    public const int ConfiguredDifferently = 10;

    /// <summary>Information: no rule opens these breakers, by their configuration.</summary>
    public const int NoRuleConfigured = 11;

    /// <summary>Error: a rule given to <c>RetryAfter</c> threw.</summary>
    public const int RetryAfterThrew = 12;

    /// <summary>Warning or information: a breaker's transition, once per cluster, by its grain.</summary>
    public const int Transition = 101;

    /// <summary>Warning: there is no grain storage for breakers.</summary>
    public const int NoStorage = 102;

    /// <summary>Warning: a breaker's stored state can't be read yet.</summary>
    public const int StorageReadFailed = 103;

    /// <summary>Warning: a breaker's state can't be written yet.</summary>
    public const int StorageWriteFailed = 104;

    /// <summary>Information: another activation has written a breaker's state.</summary>
    public const int StorageConflict = 105;

    /// <summary>Warning: another activation has taken over.</summary>
    public const int Superseded = 107;

    /// <summary>Error: a storage provider does not start.</summary>
    public const int StorageNotStarted = 108;

    /// <summary>Information: a storage provider has started late.</summary>
    public const int StorageStarted = 109;

    /// <summary>Warning or information: a breaker's state was restored.</summary>
    public const int Restored = 110;

    /// <summary>Information: no rule opens a breaker, by settings given to <c>Configure</c>.</summary>
    public const int NoRuleGiven = 111;

    /// <summary>Warning: a changed configuration is hidden by settings given to <c>Configure</c>.</summary>
    public const int ConfigurationHidden = 112;

    /// <summary>As what it stands for: more of the same within a second, in one line.</summary>
    public const int More = 113;

    /// <summary>Warning: a shard of the directory's index is full.</summary>
    public const int IndexFull = 130;

    /// <summary>Warning: a shard of the directory's index can't be written yet.</summary>
    public const int IndexWriteFailed = 131;

    /// <summary>Information: the ready silo is up.</summary>
    public const int SiloUp = 201;

    /// <summary>Information: the members of the cluster have changed.</summary>
    public const int ActiveSilos = 202;

    /// <summary>Warning: the ready silo is ready without a breaker's stored state.</summary>
    public const int ReadyWithoutState = 203;

    /// <summary>Information: the ready silo serves the page.</summary>
    public const int PageServed = 204;

    /// <summary>Warning: the ready silo can't serve the page at its default address.</summary>
    public const int PageNotServed = 205;

    /// <summary>Information: an operator's action by the HTTP API, for the audit.</summary>
    public const int OperatorAction = 301;

    /// <summary>Warning: the HTTP API could not reach the cluster.</summary>
    public const int ClusterUnreachable = 302;

    /// <summary>Warning: a sign-in was refused.</summary>
    public const int SignInRefused = 303;

    /// <summary>Warning, once for each client: an HTTP client calls more hosts than can have breakers of their own.</summary>
    public const int ManyHosts = 401;
}
