namespace Failfast.Tests.Fixtures;

/// <summary>What <see cref="FaultyProxy"/> does to a request instead of passing it on and passing the answer back.</summary>
public sealed record Fault
{
    /// <summary>Whether the request reaches the service: whether a write is applied.</summary>
    public bool Applies { get; init; }

    /// <summary>What is answered; null cuts the connection.</summary>
    public int? Status { get; init; }

    /// <summary>Whether the service's own answer is passed back after all.</summary>
    public bool PassesBack { get; init; }

    /// <summary>A web page, as a proxy gives one, in place of the answer.</summary>
    public bool IsPage { get; init; }

    /// <summary>The error code in the answer.</summary>
    public string Code { get; init; } = "ServerBusy";

    /// <summary>What the answer waits for, if anything.</summary>
    public Task? Until { get; init; }

    public static Fault CutBefore { get; } = new();

    public static Fault CutAfter { get; } = new() { Applies = true };

    public static Fault Busy { get; } = new() { Status = 503 };

    /// <summary>No answer, ever.</summary>
    public static Fault Silence { get; } = new() { Until = new TaskCompletionSource().Task };

    /// <summary>All is well, says a proxy, and that one should sign in.</summary>
    public static Fault WebPage { get; } = new() { Status = 200, IsPage = true };

    /// <summary>The request goes through, but late.</summary>
    public static Fault Slow(Task until) => new() { Until = until, Applies = true, PassesBack = true };

    public static Fault AppliedButAnswers(int status) => new()
    {
        Applies = true,
        Status = status,
        Code = status switch { 404 => "ResourceNotFound", 409 => "EntityAlreadyExists", 412 => "UpdateConditionNotSatisfied", _ => "InternalError" },
    };
}
