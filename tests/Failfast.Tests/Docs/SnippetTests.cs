using System.Text.RegularExpressions;
using Failfast.Tests.Analyzers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Failfast.Tests.Docs;

public sealed partial class SnippetTests
{
    /// <summary>What the snippets speak of without declaring it.</summary>
    private const string Stage = """
        using System; using System.Collections.Generic; using System.Linq; using System.Net; using System.Net.Http; using System.Threading; using System.Threading.Tasks;
        using Failfast; using Microsoft.Extensions.Configuration; using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting;
        using Azure.Data.Tables; using Microsoft.AspNetCore.Builder; using OpenTelemetry.Metrics; using OpenTelemetry.Trace;
        using Grpc.Core; using Grpc.Core.Interceptors; using Microsoft.Extensions.Http.Resilience; using Polly; using Polly.CircuitBreaker; using Polly.Retry;
        using Orleans; using Orleans.Concurrency; using Orleans.Hosting; using Orleans.Runtime; using StackExchange.Redis;
        using Microsoft.Extensions.Diagnostics.HealthChecks; using Microsoft.AspNetCore.Diagnostics.HealthChecks; using Microsoft.AspNetCore.Http; using Polly.Timeout;
        using Failfast.Testing; using Microsoft.Extensions.Time.Testing; using Orleans.TestingHost; using Xunit;
        using Status = Grpc.Core.Status; using StatusCode = Grpc.Core.StatusCode;
        record Order; record Receipt { public static readonly Receipt Later = new(); }
        class CardDeclinedException : Exception;
        interface IQueue { ValueTask<Order> Receive(CancellationToken ct); Task Complete(Order order); Task Abandon(Order order); }
        interface IGateway { Task<Receipt> ChargeAsync(Order order, CancellationToken ct); }
        class Stage {
            async Task Run(
                HostApplicationBuilder builder, ISiloBuilder silo, IClientBuilder client, IGrainFactory grains, IBreakerGrain payments,
                IGateway gateway, HttpClient http, IQueue queue, Order order, WebApplication app, ConfigurationOptions redis, CancellationToken cancellationToken) {
                await Task.Yield();
                /*snippet*/
            }
        }
        """;

    private static readonly string[] s_onStage = ["payments", "http"];

    public static TheoryData<string> CSharp() => [.. Of("csharp")];

    public static TheoryData<string> Json() => [.. Of("json")];

    [Theory]
    [MemberData(nameof(CSharp))]
    public async Task Snippet_csharp_compiles_with_the_warnings_that_its_comments_name(string snippet)
    {
        var code = Find(snippet).Code;
        var declares = code.StartsWith("[GuardedBy", StringComparison.Ordinal) || code.StartsWith("sealed class", StringComparison.Ordinal);
        // What a snippet declares anew is not on stage.
        if (!declares && !Program().IsMatch(code) && s_onStage.Any(name => code.Contains($"var {name} =", StringComparison.Ordinal)))
            code = $"async Task Snippet() {{ {code} }} await Snippet();";

        var compilation = Program().IsMatch(code) ? SnippetCompiler.CompileProgram(code)
            : SnippetCompiler.Compile(Stage.Replace("/*snippet*/", declares ? "" : code, StringComparison.Ordinal) + (declares ? code : ""));
        Assert.Equal(
            Warning().Matches(code).Select(match => match.Groups["id"].Value),
            (await Analyzed.Diagnostics(compilation)).Select(found => found.Id));
    }

    [Theory]
    [MemberData(nameof(Json))]
    public void Snippet_json_is_a_configuration_that_is_accepted(string snippet)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Configuration.AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Find(snippet).Code)));
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddFailfast());
        using var host = builder.Build();

        Assert.NotEmpty(host.Services.GetRequiredService<IOptions<FailfastOptions>>().Value.Breakers);
    }

    private static IEnumerable<string> Of(string language) =>
        Snippets.All().Where(snippet => snippet.Language == language).Select(snippet => snippet.ToString());

    [GeneratedRegex(@"// (?<id>FF\d{4})")]
    private static partial Regex Warning();

    /// <summary>A whole file begins with its usings.</summary>
    [GeneratedRegex(@"\Ausing [\w.]+;")]
    private static partial Regex Program();

    private static Snippets.Snippet Find(string name) => Snippets.All().Single(snippet => snippet.ToString() == name);
}
