using System.Text.Json;
using System.Threading.Channels;

namespace Failfast.ClusterBench.Processes;

/// <summary>A line from the parent.</summary>
internal sealed record Order(string Name, JsonElement Argument);

/// <summary>The line back.</summary>
internal sealed record Answer(JsonElement Result, string? Error);

/// <summary>What a child can do, by name.</summary>
internal sealed class Orders
{
    private readonly Dictionary<string, Func<JsonElement, Task<object?>>> _known = [];

    public void On<TArgument, TResult>(string name, Func<TArgument, Task<TResult>> carryOut) =>
        _known.Add(name, async argument => await carryOut(argument.Deserialize<TArgument>()!));

    public void On<TResult>(string name, Func<TResult> carryOut) => _known.Add(name, _ => Task.FromResult<object?>(carryOut()));

    /// <summary>Until the parent ends, however that comes, and whatever is being carried out: then this process ends too.</summary>
    public async Task Run(TextReader input, TextWriter output)
    {
        var lines = Channel.CreateUnbounded<string>();
        _ = Task.Run(async () =>
        {
            while (await input.ReadLineAsync() is { } line)
                await lines.Writer.WriteAsync(line);
            Environment.Exit(0);
        });
        await Say(output, new(JsonSerializer.SerializeToElement("ready"), null));
        await foreach (var line in lines.Reader.ReadAllAsync())
            await Say(output, await CarryOut(JsonSerializer.Deserialize<Order>(line)!));
    }

    private async Task<Answer> CarryOut(Order order)
    {
        try
        {
            return new(JsonSerializer.SerializeToElement(await _known[order.Name](order.Argument)), null);
        }
        catch (Exception error)
        {
            return new(default, error.ToString());
        }
    }

    private static async Task Say(TextWriter output, Answer answer)
    {
        // An absent result can't be serialized.
        var shown = answer.Error is null ? answer : answer with { Result = JsonSerializer.SerializeToElement<object?>(null) };
        await output.WriteLineAsync(JsonSerializer.Serialize(shown));
        await output.FlushAsync();
    }
}
