// A web shop that is an Orleans silo and takes payments by HTTP. One breaker, "payments", guards the HTTP client.
//
//   dotnet run --project samples/WebShop
//   curl -X POST localhost:5080/orders             # paid
//   curl -X POST localhost:5080/provider/break     # the payment provider fails from now on
//   curl -X POST localhost:5080/orders             # five times 502, then 503 with Retry-After
//   curl localhost:5080/health                     # Degraded
//   http://localhost:5080/failfast/                # every breaker on a page
//   curl -X POST localhost:5080/provider/mend      # the next probe closes the breaker
using Failfast.Samples.WebShop;
using Orleans.Hosting;

var builder = WebApplication.CreateBuilder(args);
var url = builder.Configuration["Urls"] ?? "http://localhost:5080";
builder.WebHost.UseUrls(url);

builder.UseOrleans(silo => silo
    .UseLocalhostClustering(builder.Configuration.GetValue("SiloPort", 11111), builder.Configuration.GetValue("GatewayPort", 30000))
    .AddFailfast());

builder.Services.AddHttpClient("payments", http => http.BaseAddress = new Uri(builder.Configuration["PaymentProvider"] ?? url))
    .AddFailfastBreaker();
builder.Services.AddFailfastRejections();               // 503 with Retry-After instead of 500
builder.Services.AddHealthChecks().AddFailfast();

var app = builder.Build();
app.UseExceptionHandler();
app.MapFailfast("/failfast");                           // page and HTTP API: as it stands, for callers on this machine only
app.MapHealthChecks("/health");                         // for people and alerts; never let an open breaker decide on liveness
app.MapPaymentProvider();

app.MapPost("/orders", async (IHttpClientFactory clients, CancellationToken cancellationToken) =>
{
    using var answer = await clients.CreateClient("payments").PostAsync("/provider/charges", null, cancellationToken);
    return answer.IsSuccessStatusCode ? Results.Ok("paid") : Results.StatusCode(StatusCodes.Status502BadGateway);
});

app.Run();
