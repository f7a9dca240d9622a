// A consumer that sends mails from a queue. While the mail server is down it takes nothing from the queue: a message that is taken only to fail
// would be put back, counted as a failed delivery, and end among the dead letters.
//
//   dotnet run --project samples/QueueConsumer
using Failfast;
using Failfast.Samples.QueueConsumer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

const int messages = 20;
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();    // the sample speaks for itself
builder.UseOrleans(silo => silo
    .UseLocalhostClustering(builder.Configuration.GetValue("SiloPort", 11111), builder.Configuration.GetValue("GatewayPort", 30000))
    .AddFailfast(failfast => failfast.Breakers["mail"] = failfast.Defaults with
    {
        ConsecutiveFailures = 3,
        BreakDuration = TimeSpan.FromSeconds(1),
        MaxBreakDuration = TimeSpan.FromSeconds(1),
    }));
using var host = builder.Build();
await host.StartAsync();

var mail = host.Services.GetRequiredService<IGrainFactory>().GetBreaker("mail");
var server = new MailServer(downFor: TimeSpan.FromSeconds(3));
var consumer = new MailConsumer(mail, server);
for (var message = 1; message <= messages; message++)
    consumer.Enqueue($"message {message}");
await consumer.Run(messages, CancellationToken.None);

Console.WriteLine($"{consumer.Sent} of {messages} sent, {consumer.Failed} deliveries failed while the server was down");
await host.StopAsync();
