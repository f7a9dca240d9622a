using System.Net;
using System.Text.RegularExpressions;

namespace Failfast.Tests.Integration.Packages;

/// <summary>What a user gets who has nothing but the packages and their READMEs.</summary>
[Collection(PackageTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed partial class ConsumerTests(PackedPackages packages)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string[] _ports = [$"{FreePort.Next()}", $"{FreePort.Next()}"];

    [Fact]
    public async Task Readme_code_guards_in_a_silo_a_client_and_a_web_app()
    {
        using var silo = Start(ConsumerFiles.Silo);
        await Eventually.Is(() => silo.Output.Any(line => line.StartsWith("call 6", StringComparison.Ordinal)), () => silo.Everything, Patience);
        Assert.Equal(
            [.. Enumerable.Range(1, 5).Select(call => $"call {call} failed"), "call 6 was rejected by payments: 5 failures in a row: InvalidOperationException"],
            silo.Output.Where(line => line.StartsWith("call ", StringComparison.Ordinal)));

        using (var client = Start(ConsumerFiles.Client))
        {
            Assert.True(await client.ExitCode(Patience) == 0, client.Everything);
            Assert.Contains("rejected, health is Degraded", client.Output);
        }

        using var web = Start(ConsumerFiles.Web);
        await Eventually.Is(() => Address(web) is not null, () => web.Everything, Patience);
        using var http = new HttpClient { BaseAddress = new Uri(Address(web)!) };
        await Eventually.Is(async () => await Status(http, "http") == HttpStatusCode.ServiceUnavailable, () => web.Everything, Patience);
        await Eventually.Is(async () => await Status(http, "polly") == HttpStatusCode.ServiceUnavailable, () => web.Everything, Patience);
        Assert.Contains("<title>", await http.GetStringAsync("failfast/"), StringComparison.OrdinalIgnoreCase);

        web.Terminate();
        Assert.True(await web.ExitCode(Patience) == 0, web.Everything);
        silo.Terminate();
        Assert.True(await silo.ExitCode(Patience) == 0, silo.Everything);
    }

    [Theory]
    [InlineData(ConsumerFiles.Silo)]
    [InlineData(ConsumerFiles.Client)]
    [InlineData(ConsumerFiles.Web)]
    public void Analyzers_come_with_every_package_that_brings_the_guard_and_readmes_are_warned_of_nothing(string project)
    {
        var warnings = Warning().Matches(packages.BuildOutput).Select(match => match.Value).Where(warning => warning.Contains(project, StringComparison.Ordinal)).Distinct();

        var warning = Assert.Single(warnings);
        Assert.Contains("Stage.cs", warning, StringComparison.Ordinal);
        Assert.Contains("FF0001", warning, StringComparison.Ordinal);
    }

    private ConsumerProcess Start(string project) => new(packages.Program(project), _ports);

    private static string? Address(ConsumerProcess web) => web.Output
        .Where(line => line.StartsWith("listening on ", StringComparison.Ordinal)).Select(line => line["listening on ".Length..]).FirstOrDefault();

    private static async Task<HttpStatusCode> Status(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path);
        return response.StatusCode;
    }

    [GeneratedRegex(@"\S+: warning \w+")]
    private static partial Regex Warning();

    // The break is longer than the test, however busy the machine.
    private sealed class ConsumerProcess(string program, string[] arguments)
        : ProgramProcess(program, new Dictionary<string, string> { ["Failfast__Breakers__payments__BreakDuration"] = "00:01:00" }, arguments);
}
