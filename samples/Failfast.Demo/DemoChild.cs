using System.Threading.Channels;
using Microsoft.Extensions.Configuration;

namespace Failfast.Demo;

/// <summary>The process that <see cref="ChildHost"/> starts: it follows orders and ends with its parent.</summary>
internal static class DemoChild
{
    public static async Task<int> Run(IReadOnlyList<string> place, TimeProvider time)
    {
        var output = Console.Out;
        var configuration = new ConfigurationBuilder().AddCommandLine([.. place]).Build();
        var host = await LocalHost.Start(configuration.AsEnumerable(), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(host.Stopping);
        var orders = Channel.CreateUnbounded<string>();
        var parent = Task.Run(() => Listen(orders.Writer, end));
        Say(new HostMessage { Ready = true });
        try
        {
            await foreach (var order in orders.Reader.ReadAllAsync())
                Say(new HostMessage { Result = await host.Run(StartOrder.Parse(order), Say, end.Token) });
            await parent;
        }
        catch (Exception exception) when (end.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The parent may be gone, and the primary silo with it: a graceful stop could hang.
            return 1;
        }

        await host.DisposeAsync();
        return 0;

        void Say(HostMessage message)
        {
            lock (output)
            {
                output.WriteLine(message.ToLine());
                output.Flush();
            }
        }
    }

    /// <summary>The end of the input means stop; it also comes when the parent has died.</summary>
    private static async Task Listen(ChannelWriter<string> orders, CancellationTokenSource end)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync() is { } order)
            await orders.WriteAsync(order);
        orders.Complete();
        await end.CancelAsync();
    }
}
