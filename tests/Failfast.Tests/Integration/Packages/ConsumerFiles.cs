using Failfast.Tests.Docs;

namespace Failfast.Tests.Integration.Packages;

/// <summary>The files of three projects that have nothing but the packages and the code of their READMEs.</summary>
internal static class ConsumerFiles
{
    public const string Solution = "Consumers.slnx";
    public const string Silo = "ShopSilo";
    public const string Client = "ShopClient";
    public const string Web = "ShopWeb";

    // Of what the READMEs use beside our packages; found in the machine's cache.
    private const string OpenTelemetryHosting = """<PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="1.20.1" />""";
    private const string PollyExtensions = """<PackageReference Include="Polly.Extensions" Version="8.4.2" />""";

    /// <summary>What the READMEs speak of without declaring it, and one line that the analyzers must find.</summary>
    private const string Stage = """
        using Failfast;

        record Order;
        record Receipt { public static readonly Receipt Later = new(); }
        class Gateway
        {
            public Task<Receipt> ChargeAsync(Order order, CancellationToken ct) => throw new InvalidOperationException("The gateway is down.");
        }
        static class Careless
        {
            public static Task<Receipt> Pay(IBreakerGrain payments, Gateway gateway, CancellationToken cancellationToken) =>
                payments.Guard(_ => gateway.ChargeAsync(new Order(), cancellationToken));
        }
        """;

    /// <param name="packages">Where the packages are.</param>
    /// <param name="version">Theirs.</param>
    /// <param name="readMes">By the package's name.</param>
    /// <returns>Path and content of each.</returns>
    public static IEnumerable<(string Path, string Content)> All(string packages, string version, Dictionary<string, string> readMes)
    {
        yield return ("nuget.config", NuGetConfig(packages));
        yield return (Solution, $"<Solution>{string.Concat(new[] { Silo, Client, Web }.Select(name => $"""<Project Path="{name}/{name}.csproj" />"""))}</Solution>");
        foreach (var (name, sdk, ours, others, code) in new[]
        {
            (Silo, "Microsoft.NET.Sdk", new[] { "Failfast" }, "", ConsumerPrograms.Silo),
            (Client, "Microsoft.NET.Sdk", ["Failfast.Client"], "", ConsumerPrograms.Client),
            (Web, "Microsoft.NET.Sdk.Web", ["Failfast.AspNetCore", "Failfast.Http", "Failfast.OpenTelemetry", "Failfast.Polly"], OpenTelemetryHosting + PollyExtensions, ConsumerPrograms.Web),
        })
        {
            yield return ($"{name}/{name}.csproj", Project(sdk, ours, version, others));
            yield return ($"{name}/Program.cs", Filled(code, readMes));
            yield return ($"{name}/Stage.cs", Stage);
        }
    }

    // The packages are unpacked in a folder of the consumers' own, so that none of an earlier run is taken; all others are in the cache already.
    private static string NuGetConfig(string packages) => $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="packages" /></config>
          <packageSources><add key="packed" value="{packages}" /></packageSources>
          <fallbackPackageFolders><add key="cache" value="{Cache}" /></fallbackPackageFolders>
        </configuration>
        """;

    private static string Cache => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Project(string sdk, string[] ours, string version, string others) => $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <NuGetAudit>false</NuGetAudit>
            <UseAppHost>false</UseAppHost>
          </PropertyGroup>
          <ItemGroup>
            {string.Concat(ours.Select(id => $"""<PackageReference Include="{id}" Version="{version}" />"""))}
            {others}
          </ItemGroup>
        </Project>
        """;

    // "{{Failfast.Http 1}}" is the first block of that package's README.
    private static string Filled(string program, Dictionary<string, string> readMes)
    {
        foreach (var (id, readMe) in readMes)
            foreach (var block in Snippets.In(id, readMe))
                program = program.Replace($"{{{{{id} {block.Number}}}}}", block.Code, StringComparison.Ordinal);
        return program.Contains("{{", StringComparison.Ordinal) ? throw new InvalidOperationException($"A README has lost its code:\n{program}") : program;
    }
}
