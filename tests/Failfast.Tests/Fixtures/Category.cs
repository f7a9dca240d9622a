namespace Failfast.Tests.Fixtures;

/// <summary>The trait by which a run leaves tests out: <c>--filter Category!=Slow</c>.</summary>
internal static class Category
{
    public const string Key = nameof(Category);

    /// <summary>Takes longer than some seconds: starts processes, waits for what they notice late, or runs thousands of histories.</summary>
    public const string Slow = nameof(Slow);
}
