using Failfast.GrainCalls;
using Failfast.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization.Configuration;

namespace Failfast.Tests.GrainCalls;

public sealed class GuardedTypesTests
{
    private static readonly Type s_bad = GuardedBadly.Compile(GuardedBadly.Mistakes);

    [Theory]
    [InlineData("IBadName: 'a/b' is not a breaker name")]
    [InlineData("IOneWay.Shout: Shout is [OneWay]")]
    [InlineData("IVoid.Shout: Shout returns void")]
    [InlineData("IStreams.Items: Items returns IAsyncEnumerable")]
    [InlineData("CoversNothing: it covers no grain method")]
    [InlineData("WithOneWay: Shout is [OneWay]")]
    [InlineData("WithVoid: Cry returns void")]
    [InlineData("BaseOfOneWay: Shout of OneWayByBase is [OneWay]")]
    [InlineData("NotCalled.Other: no grain interface calls that method")]
    [InlineData("BaseNotCalled.Other: no grain interface calls that method")]
    public void ValidateConfiguration_mistake_names_the_place_and_the_reason(string error) =>
        Assert.Contains($"[GuardedBy] on {error}", Validate(s_bad), StringComparison.Ordinal);

    [Fact]
    public void ValidateConfiguration_mistakes_are_told_once_each()
    {
        var errors = Validate(s_bad).Split("[GuardedBy] on ")[1..];

        Assert.Equal(errors.Distinct().Count(), errors.Length);
        Assert.Equal(10, errors.Length);
    }

    [Fact]
    public void ValidateConfiguration_whatever_works_passes() => Assert.Empty(Validate(GuardedBadly.Compile(GuardedBadly.Works)));

    [Fact]
    public void ValidateConfiguration_assembly_with_a_name_like_those_of_Orleans_is_checked() =>
        Assert.Contains(
            "[GuardedBy] on Marked: Shout is [OneWay]", Validate(GuardedBadly.Compile(GuardedBadly.Alike, "Orleans.Something")), StringComparison.Ordinal);

    [Fact]
    public void AddFailfast_guards_that_cannot_work_are_among_what_the_silo_checks_at_start()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next());
            silo.Services.AddSingleton(typeof(IConfigureOptions<TypeManifestOptions>), s_bad);
            silo.AddFailfast();
        });
        using var host = builder.Build();
        // Not started: Orleans refuses grains that its generator has not seen, and says that first.
        var check = Assert.Single(host.Services.GetServices<IConfigurationValidator>().OfType<GuardedTypesValidator>());

        var refused = Assert.Throws<OrleansConfigurationException>(check.ValidateConfiguration);

        Assert.Contains("'a/b' is not a breaker name", refused.Message, StringComparison.Ordinal);
        Assert.Contains("WithOneWay: Shout is [OneWay]", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddGuardedGrains_without_guarded_grains_adds_no_filter_and_with_some_one()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfigureOptions<TypeManifestOptions>>(new ConfigureOptions<TypeManifestOptions>(_ => { }));
        FailfastGuardServices.AddGuardedGrains(services);
        Assert.DoesNotContain(services, service => service.ServiceType == typeof(IIncomingGrainCallFilter));

        services.AddSingleton(typeof(IConfigureOptions<TypeManifestOptions>), s_bad);
        FailfastGuardServices.AddGuardedGrains(services);
        FailfastGuardServices.AddGuardedGrains(services);

        Assert.Single(services, service => service.ServiceType == typeof(IIncomingGrainCallFilter));
    }

    [Fact]
    public void ValidateConfiguration_assembly_added_after_AddFailfast_says_so()
    {
        var services = new ServiceCollection();
        services.AddGuardedGrains();
        services.AddSingleton(typeof(IConfigureOptions<TypeManifestOptions>), GuardedBadly.Compile(GuardedBadly.Works));

        Assert.Contains("call AddFailfast() after its assembly has been added", Validate(services), StringComparison.Ordinal);
    }

    private static string Validate(Type manifest)
    {
        var services = new ServiceCollection();
        services.AddSingleton(typeof(IConfigureOptions<TypeManifestOptions>), manifest);
        services.AddGuardedGrains();
        return Validate(services);
    }

    private static string Validate(ServiceCollection services)
    {
        // As Orleans does it.
        services.AddOptions<GrainTypeOptions>().Configure<IOptions<TypeManifestOptions>>((options, types) =>
            options.Classes.UnionWith(types.Value.InterfaceImplementations));
        using var provider = services.BuildServiceProvider();
        var validator = Assert.IsType<GuardedTypesValidator>(provider.GetRequiredService<IConfigurationValidator>());
        return Record.Exception(validator.ValidateConfiguration) is { } refused
            ? Assert.IsType<OrleansConfigurationException>(refused).Message
            : "";
    }
}
