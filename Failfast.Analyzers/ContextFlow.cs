using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Failfast.Analyzers;

/// <summary>Where a method leaves its caller's context, and what it does then.</summary>
internal static class ContextFlow
{
    /// <summary>The guarded calls that run after <c>ConfigureAwait(false)</c>, with the places of those.</summary>
    public static IEnumerable<(IInvocationOperation Guard, Location[] Leaving)> GuardsAfterLeaving(ControlFlowGraph graph)
    {
        var leavings = Leavings(graph).Select(leaving => (Leaving: leaving, Block: BlockOf(graph, leaving))).ToList();
        if (leavings.Count == 0)
            yield break;
        foreach (var guard in Operations(graph).OfType<IInvocationOperation>().Where(GuardCalls.IsGuard))
        {
            var block = BlockOf(graph, guard);
            var before = leavings.Where(it => it.Leaving.Instance?.Syntax != guard.Syntax && IsBefore(it.Block, it.Leaving, block, guard))
                .Select(it => it.Leaving.Syntax.GetLocation()).ToArray();
            if (before.Length > 0)
                yield return (guard, before);
        }
    }

    /// <summary>Every awaited <c>ConfigureAwait(false)</c>.</summary>
    public static IEnumerable<IInvocationOperation> Leavings(ControlFlowGraph graph) =>
        Operations(graph).OfType<IAwaitOperation>().Select(each => each.Operation).OfType<IInvocationOperation>().Where(IsLeaving);

    /// <summary>All operations of a graph, without those of lambdas and local functions in it.</summary>
    public static IEnumerable<IOperation> Operations(ControlFlowGraph graph) => graph.Blocks.SelectMany(Operations);

    private static bool IsLeaving(IInvocationOperation call) => call.TargetMethod.Name == "ConfigureAwait" && call.Arguments.Length == 1
        && call.Arguments[0].Value.ConstantValue.Value switch
        {
            bool continues => !continues,
            // ConfigureAwaitOptions.ContinueOnCapturedContext
            int options => (options & 1) == 0,
            _ => false,
        };

    private static IEnumerable<IOperation> Operations(BasicBlock block) =>
        block.Operations.Concat(block.BranchValue is { } last ? [last] : []).SelectMany(each => each.DescendantsAndSelf());

    private static BasicBlock BlockOf(ControlFlowGraph graph, IOperation operation) => graph.Blocks.First(block => Operations(block).Contains(operation));

    private static bool IsBefore(BasicBlock first, IOperation leaving, BasicBlock second, IOperation guard) =>
        (first == second && leaving.Syntax.SpanStart < guard.Syntax.SpanStart) || Reaches(first, second);

    private static bool Reaches(BasicBlock from, BasicBlock to)
    {
        var seen = new HashSet<BasicBlock>();
        var open = new Stack<BasicBlock>(Next(from));
        while (open.Count > 0)
        {
            var block = open.Pop();
            if (block == to)
                return true;
            if (seen.Add(block))
                foreach (var next in Next(block))
                    open.Push(next);
        }

        return false;
    }

    // Ways through catch and finally are not followed: then it stays silent.
    private static IEnumerable<BasicBlock> Next(BasicBlock block) =>
        new[] { block.FallThroughSuccessor?.Destination, block.ConditionalSuccessor?.Destination }.OfType<BasicBlock>();
}
