namespace Failfast;

/// <summary>What has become of a command on one breaker of a family.</summary>
public sealed class FamilyMember
{
    internal FamilyMember(string name, BreakerStatus? status, Exception? error) => (Name, Status, Error) = (name, status, error);

    /// <summary>The breaker's name.</summary>
    public string Name { get; }

    /// <summary>The breaker's answer; null if it gave none.</summary>
    public BreakerStatus? Status { get; }

    /// <summary>Why there is no answer, in which case the command may have taken effect or not; null if there is one.</summary>
    public Exception? Error { get; }
}
