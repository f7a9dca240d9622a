using Mono.Cecil;

namespace Failfast.Tests.Architecture;

/// <summary>Types that know each other, directly or by way of others (Tarjan's strongly connected components).</summary>
internal static class Cycles
{
    /// <returns>The names of each group, in order; a type that knows itself is none.</returns>
    public static IReadOnlyList<string> Among(IReadOnlyCollection<TypeDefinition> types)
    {
        var names = types.ToDictionary(type => type.FullName);
        var (index, lows, stack, cycles) = (new Dictionary<string, int>(), new Dictionary<string, int>(), new Stack<string>(), new List<string>());
        foreach (var name in names.Keys)
            if (!index.ContainsKey(name))
                Visit(name);
        return cycles;

        void Visit(string name)
        {
            index[name] = lows[name] = index.Count;
            stack.Push(name);
            foreach (var known in Mentions.Types(names[name]).Select(Outermost).Where(names.ContainsKey).Distinct().Where(it => it != name))
            {
                if (!index.TryGetValue(known, out var visited))
                {
                    Visit(known);
                    lows[name] = Math.Min(lows[name], lows[known]);
                }
                else if (stack.Contains(known))
                {
                    lows[name] = Math.Min(lows[name], visited);
                }
            }

            if (lows[name] != index[name])
                return;
            var group = new List<string>();
            do
                group.Add(stack.Pop());
            while (group[^1] != name);
            if (group.Count > 1)
                cycles.Add(string.Join(", ", group.Select(it => names[it].Name).Order()));
        }
    }

    private static string Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type.FullName;
}
