using System.Reflection;
using Failfast.GrainCalls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Serialization.Configuration;

namespace Failfast.Tests.Hosting;

public sealed class GuardedTypesTests
{
    // In an assembly of its own: in this one it would keep every test's silo from starting.
    private const string Bad = """
        using System; using System.Collections.Generic; using System.Threading.Tasks; using Failfast; using Orleans; using Orleans.Concurrency;
        using Orleans.Serialization.Configuration; using Microsoft.Extensions.Options;
        [GuardedBy("a/b")] public interface IBadName : IGrainWithStringKey { Task Call(); }
        [GuardedBy("x")] public class NoGrain { }
        public class NoGrainEither { [GuardedBy("x")] public Task Call() => Task.CompletedTask; }
        [GuardedBy("x")] public interface IObserves : IGrainObserver { Task Call(); }
        public interface IOneWay : IGrainWithStringKey { [OneWay, GuardedBy("x")] Task Shout(); Task Call(); }
        public interface IStreams : IGrainWithStringKey { [GuardedBy("x")] IAsyncEnumerable<int> Items(); }
        public interface IPlain : IGrainWithStringKey { [OneWay] Task Shout(); Task Call(); }
        [GuardedBy("x")] public class WithOneWay : Grain, IPlain { public Task Shout() => Task.CompletedTask; public Task Call() => Task.CompletedTask; }
        public class NotCalled : Grain, IPlain { public Task Shout() => Task.CompletedTask; public Task Call() => Task.CompletedTask; [GuardedBy("x")] public Task Other() => Task.CompletedTask; }
        public class Good : Grain, IPlain { public Task Shout() => Task.CompletedTask; [GuardedBy("x")] public Task Call() => Task.CompletedTask; }
        public class Manifest : IConfigureOptions<TypeManifestOptions> { public void Configure(TypeManifestOptions options) { } }
        """;

    private static readonly Type s_manifest = Compile(Bad).GetType("Manifest")!;

    [Theory]
    [InlineData("IBadName: 'a/b' is not a breaker name")]
    [InlineData("NoGrain: that is neither a grain nor a grain interface")]
    [InlineData("NoGrainEither.Call: that is neither a grain")]
    [InlineData("IObserves: that is neither a grain")]
    [InlineData("IOneWay.Shout: Shout is [OneWay]")]
    [InlineData("IStreams.Items: Items returns IAsyncEnumerable")]
    [InlineData("WithOneWay: Shout is [OneWay]")]
    [InlineData("NotCalled.Other: no grain interface calls that method")]
    public void Errors_name_the_place_and_the_reason(string error) => Assert.Contains(
        GuardedTypes.Errors(GuardedTypes.In([s_manifest])), each => each.Contains($"[GuardedBy] on {error}", StringComparison.Ordinal));

    [Fact]
    public void Errors_one_for_each_mistake_and_none_for_what_works()
    {
        var errors = GuardedTypes.Errors(GuardedTypes.In([s_manifest])).ToList();

        Assert.Equal(8, errors.Count);
        Assert.DoesNotContain(errors, error => error.Contains("Good", StringComparison.Ordinal));
        Assert.Empty(GuardedTypes.Errors(GuardedTypes.In([typeof(GuardedTypesTests)])));
    }

    [Fact]
    public async Task AddFailfast_guards_that_cannot_work_keep_the_silo_from_starting()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(Processes.RedisServer.FreePort(), Processes.RedisServer.FreePort());
            silo.Services.AddSingleton(typeof(IConfigureOptions<TypeManifestOptions>), s_manifest);
            silo.AddFailfast();
        });

        var refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var host = builder.Build();
            await host.StartAsync();
        });

        Assert.Contains("'a/b' is not a breaker name", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("WithOneWay: Shout is [OneWay]", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddGuardedGrains_without_guarded_grains_adds_no_filter_and_with_some_one()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfigureOptions<TypeManifestOptions>>(new ConfigureOptions<TypeManifestOptions>(_ => { }));
        Failfast.Hosting.FailfastGuardServices.AddGuardedGrains(services);
        Assert.DoesNotContain(services, service => service.ServiceType == typeof(IIncomingGrainCallFilter));

        services.AddSingleton(typeof(IConfigureOptions<TypeManifestOptions>), s_manifest);
        Failfast.Hosting.FailfastGuardServices.AddGuardedGrains(services);
        Failfast.Hosting.FailfastGuardServices.AddGuardedGrains(services);

        Assert.Single(services, service => service.ServiceType == typeof(IIncomingGrainCallFilter));
    }

    [Fact]
    public void ValidateConfiguration_assembly_added_after_AddFailfast_says_so()
    {
        var validator = new GuardedTypesValidator([(IConfigureOptions<TypeManifestOptions>)Activator.CreateInstance(s_manifest)!], []);

        var refused = Assert.Throws<OrleansConfigurationException>(validator.ValidateConfiguration);

        Assert.Contains("call AddFailfast() after its assembly has been added", refused.Message, StringComparison.Ordinal);
    }

    private static Assembly Compile(string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "failfast-guarded-badly", [CSharpSyntaxTree.ParseText(code)], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return Assembly.Load(image.ToArray());
    }
}
