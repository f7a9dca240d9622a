using System.Runtime.CompilerServices;
using Mono.Cecil;

namespace Failfast.Tests.Architecture;

/// <summary>How the parts may lean on one another, read from the built assemblies.</summary>
public sealed class ArchitectureTests : IDisposable
{
    private static readonly string[] Hosting = ["Orleans.Hosting", "Failfast.Hosting"];

    private readonly AssemblyDefinition _core = Mentions.Read("Failfast.Core");
    private readonly AssemblyDefinition _client = Mentions.Read("Failfast.Client");
    private readonly AssemblyDefinition _grains = Mentions.Read("Failfast.Grains");
    private readonly AssemblyDefinition _tests = Mentions.Read("Failfast.Tests");

    public void Dispose()
    {
        foreach (var assembly in new[] { _core, _client, _grains, _tests })
            assembly.Dispose();
    }

    [Fact]
    public void Machine_and_protocol_are_pure()
    {
        var types = Mentions.TypesIn(_core, "Failfast.Machine", "Failfast.Protocol").ToList();

        Assert.Contains(types, type => type.Name == "BreakerMachine");
        Assert.Contains(types, type => type.Name == "HostProtocol");
        Assert.Contains(types, type => type.Name == "HostSession");
        Assert.Empty(types.SelectMany(type => Purity.Breaches(type).Select(breach => $"{type.Name} uses {breach}")));
    }

    [Fact]
    public void Breaches_finds_every_known_offender()
    {
        var offenders = Mentions.TypesIn(_tests, "Failfast.Tests.Architecture.Offenders").ToList();
        Assert.InRange(offenders.Count, 15, 100);
        Assert.Empty(offenders.Where(type => Purity.Breaches(type).Count == 0).Select(type => type.Name));
    }

    [Fact]
    public void Breaches_finds_nothing_in_innocents()
    {
        var innocents = Mentions.TypesIn(_tests, "Failfast.Tests.Architecture.Innocents").ToList();
        Assert.InRange(innocents.Count, 4, 100);
        Assert.Empty(innocents.SelectMany(type => Purity.Breaches(type).Select(breach => $"{type.Name} uses {breach}")));
    }

    [Fact]
    public void Client_locks_in_these_types_and_no_others()
    {
        string[] mayLock = ["BreakerTurns", "LocalBreakers", "RecentFailures", "ReportPacing", "Sweeper"];
        var types = _client.MainModule.Types.Where(type => !mayLock.Contains(type.Name)).ToList();

        foreach (var part in new[] { "Gate", "CallGroup", "StripedCounter", "InFlightCalls", "CallTracker", "AdmissionControl", "ValueTaskCalls", "TaskCalls", "TryCalls" })
            Assert.Contains(types, type => type.Name == part);
        Assert.Empty(types.Where(type => Mentions.Members(type).Any(Purity.IsLock)).Select(type => type.FullName));
        foreach (var locking in mayLock)
            Assert.Contains(Mentions.Members(_client.MainModule.Types.Single(type => type.Name == locking)), Purity.IsLock);
        foreach (var offender in new[] { "Locks", "LocksObject" })
            Assert.Contains(Mentions.Members(_tests.MainModule.GetType($"Failfast.Tests.Architecture.Offenders.{offender}")), Purity.IsLock);
    }

    [Fact]
    public void Core_references_neither_client_nor_grains() =>
        Assert.Empty(References(_core).Intersect(["Failfast.Client", "Failfast.Grains"]));

    [Fact]
    public void Client_does_not_reference_grains()
    {
        Assert.DoesNotContain("Failfast.Grains", References(_client));
        Assert.Contains("Failfast.Core", References(_tests));
    }

    [Fact]
    public void Http_references_the_client_and_not_grains()
    {
        using var http = Mentions.Read("Failfast.Http");
        Assert.Contains("Failfast.Client", References(http));
        Assert.DoesNotContain("Failfast.Grains", References(http));
        Assert.DoesNotContain("Failfast.Http", References(_client));
    }

    [Fact]
    public void Testing_is_referenced_by_no_product()
    {
        using var testing = Mentions.Read("Failfast.Testing");
        Assert.Contains("Failfast.Grains", References(testing));
        Assert.DoesNotContain(References(testing), name => name.StartsWith("xunit", StringComparison.OrdinalIgnoreCase));
        foreach (var product in new[] { _core, _client, _grains })
            Assert.DoesNotContain("Failfast.Testing", References(product));
    }

    [Fact]
    public void Testing_registers_no_grain_classes()
    {
        using var testing = Mentions.Read("Failfast.Testing");
        Assert.DoesNotContain(testing.CustomAttributes, attribute => attribute.AttributeType.Name == "TypeManifestProviderAttribute");
        Assert.Contains(_grains.CustomAttributes, attribute => attribute.AttributeType.Name == "TypeManifestProviderAttribute");
    }

    [Fact]
    public void Grains_mention_the_client_only_in_hosting() =>
        Assert.Empty(MentionsOutside(_grains, _client, Hosting));

    [Fact]
    public void Grains_mention_only_what_is_public_in_the_client() =>
        Assert.Empty(InternalMentions(_grains, _client));

    [Fact]
    public void Mentions_outside_and_internal_are_found_where_they_are_known_to_be()
    {
        // These tests mention the core's internals, and not from hosting.
        Assert.Contains($"{nameof(ArchitectureTests)} mentions Failfast.Contract.Stamp", MentionsOutside(_tests, _core, Hosting));
        Assert.Contains("Failfast.Contract.Stamp", InternalMentions(_tests, _core));
        Assert.DoesNotContain($"{nameof(ArchitectureTests)} mentions Failfast.Contract.Stamp", MentionsOutside(_tests, _core, ["Failfast.Tests.Architecture"]));
        Assert.DoesNotContain("Failfast.BreakerSettings", InternalMentions(_tests, _core));
        _ = new Failfast.Contract.Stamp(1, 1);
    }

    [Fact]
    public void Client_and_grains_do_not_show_each_other_their_insides()
    {
        Assert.DoesNotContain("Failfast.Grains", Friends(_client));
        Assert.DoesNotContain("Failfast.Client", Friends(_grains));
        Assert.Contains("Failfast.Client", Friends(_core));
    }

    private static IEnumerable<string> References(AssemblyDefinition assembly) =>
        assembly.MainModule.AssemblyReferences.Select(reference => reference.Name);

    private static IEnumerable<string> Friends(AssemblyDefinition assembly) => assembly.CustomAttributes
        .Where(attribute => attribute.AttributeType.FullName == typeof(InternalsVisibleToAttribute).FullName)
        .Select(attribute => ((string)attribute.ConstructorArguments[0].Value).Split(',')[0]);

    private static IEnumerable<string> MentionsOutside(AssemblyDefinition from, AssemblyDefinition to, string[] allowed) =>
        from.MainModule.Types.Where(type => !allowed.Contains(type.Namespace)).SelectMany(type =>
            Of(type, to).Select(mentioned => $"{type.Name} mentions {mentioned.FullName}"));

    private static IEnumerable<string> InternalMentions(AssemblyDefinition from, AssemblyDefinition to) =>
        from.MainModule.Types.SelectMany(type => Of(type, to)).Select(mentioned => mentioned.FullName).Distinct()
            .Where(name => to.MainModule.GetType(name) is not { } type || !IsVisible(type));

    private static IEnumerable<TypeReference> Of(TypeDefinition type, AssemblyDefinition assembly) =>
        Mentions.TypesAndAttributes(type).Where(mentioned => mentioned.Scope.Name == assembly.Name.Name);

    private static bool IsVisible(TypeDefinition type) =>
        type.IsPublic || (type.IsNestedPublic && IsVisible(type.DeclaringType));
}
