using System.Collections.Concurrent;
using Failfast.Contract;

namespace Failfast.ClusterBench.Processes;

/// <summary>
/// Counts a process's messages about each breaker: in a host those to the grain, in a silo those to the hosts. Replies are not counted
/// apart: each report and probe request has one.
/// </summary>
internal sealed class MessageCounts : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, Count> _counts = new();

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType == typeof(IBreakerHub))
            Add(context.TargetId.Key.ToString()!);
        else if (context.InterfaceMethod.DeclaringType == typeof(IBreakerObserver))
            Add((string)context.Request.GetArgument(0)!);
        return context.Invoke();
    }

    public Dictionary<string, long> ToDictionary() => _counts.ToDictionary(count => count.Key, count => Volatile.Read(ref count.Value.Messages));

    private void Add(string breaker) => Interlocked.Increment(ref _counts.GetOrAdd(breaker, static _ => new()).Messages);

    private sealed class Count
    {
        public long Messages;
    }
}
