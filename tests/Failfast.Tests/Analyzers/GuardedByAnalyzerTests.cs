namespace Failfast.Tests.Analyzers;

public sealed class GuardedByAnalyzerTests
{
    [Theory]
    [InlineData("interface IPays : IGrainWithStringKey { [GuardedBy(\"pay\")] [OneWay] Task Pay(); }", "Pay is [OneWay]")]
    [InlineData("interface IPays : IGrainWithStringKey { [GuardedBy(\"pay\")] IAsyncEnumerable<int> Pay(); }", "Pay returns IAsyncEnumerable")]
    [InlineData("[GuardedBy(\"pay\")] interface IPays : IGrainWithStringKey { Task Ask(); [OneWay] Task Pay(); }", "Pay is [OneWay]")]
    [InlineData("interface IBase { [OneWay] Task Pay(); } [GuardedBy(\"pay\")] interface IPays : IGrainWithStringKey, IBase;", "Pay is [OneWay]")]
    [InlineData("interface IPays : IGrainObserver { [GuardedBy(\"pay\")] void Pay(); }", "Pay returns void")]
    [InlineData("[GuardedBy(\"pay\")] class Pays : Grain, IPays { public Task Pay() => Task.CompletedTask; } interface IPays : IGrainWithStringKey { [OneWay] Task Pay(); }", "Pay is [OneWay]")]
    [InlineData("class Pays : Grain, IPays { [GuardedBy(\"pay\")] public Task Pay() => Task.CompletedTask; } interface IPays : IGrainWithStringKey { [OneWay] Task Pay(); }", "Pay is [OneWay]")]
    [InlineData("class Pays : Grain, IPays { [GuardedBy(\"pay\")] Task IPays.Pay() => Task.CompletedTask; } interface IPays : IGrainWithStringKey { [OneWay] Task Pay(); }", "Pay is [OneWay]")]
    [InlineData("[GuardedBy(\"pay\")] class Pays { public Task Pay() => Task.CompletedTask; }", "it covers no method of a grain interface")]
    [InlineData("[GuardedBy(\"pay\")] class Pays : Grain, IGrainWithStringKey;", "it covers no method of a grain interface")]
    [InlineData("[GuardedBy(\"pay\")] class Pays : Grain, IGrainWithStringKey, IRemindable { public Task ReceiveReminder(string name, Orleans.Runtime.TickStatus status) => Task.CompletedTask; }", "it covers no method of a grain interface")]
    [InlineData("class Pays { [GuardedBy(\"pay\")] public Task Pay() => Task.CompletedTask; }", "no grain interface calls that method")]
    [InlineData("class Pays : Grain, IPays { public Task Pay() => Task.CompletedTask; [GuardedBy(\"pay\")] Task Help() => Task.CompletedTask; } interface IPays : IGrainWithStringKey { Task Pay(); }", "no grain interface calls that method")]
    public async Task Attribute_that_can_not_guard_is_found(string code, string why) =>
        Assert.Contains(why, Assert.Single(await Analyzed.Messages(code)), StringComparison.Ordinal);

    [Theory]
    [InlineData("[GuardedBy(\"pay\")] interface IPays : IGrainWithStringKey { Task Pay(); ValueTask<int> Ask(); }")]
    [InlineData("interface IPays : IGrainWithStringKey { [GuardedBy(\"pay\")] Task Pay(); [OneWay] Task Tell(); }")]
    [InlineData("[GuardedBy(\"pay\")] class Pays : Grain, IPays { public Task Pay() => Task.CompletedTask; } interface IPays : IGrainWithStringKey { Task Pay(); }")]
    [InlineData("class Pays : IPays { [GuardedBy(\"pay\")] Task IPays.Pay() => Task.CompletedTask; } interface IPays : IGrainWithStringKey { Task Pay(); }")]
    [InlineData("class Pays : Grain, IPays { [GuardedBy(\"pay\")] public Task Pay() => Task.CompletedTask; } interface IBase { Task Pay(); } interface IPays : IGrainWithStringKey, IBase;")]
    // Reached by grain interfaces that derive from it, or not at all.
    [InlineData("[GuardedBy(\"pay\")] interface IBase { Task Pay(); [OneWay] Task Tell(); }")]
    [InlineData("[GuardedBy(\"pay\")] abstract class Base { public Task Pay() => Task.CompletedTask; }")]
    [InlineData("abstract class Base : Grain { [GuardedBy(\"pay\")] public Task Pay() => Task.CompletedTask; }")]
    [InlineData("abstract class Base : Grain { [GuardedBy(\"pay\")] public abstract Task Pay(); } class Pays : Base, IPays { [GuardedBy(\"pay\")] public override Task Pay() => Task.CompletedTask; } interface IPays : IGrainWithStringKey { Task Pay(); }")]
    [InlineData("class Pays : Grain, IGrainWithStringKey, IRemindable { [GuardedBy(\"pay\")] public Task ReceiveReminder(string name, Orleans.Runtime.TickStatus status) => Task.CompletedTask; }")]
    public async Task Attribute_that_guards_or_may_is_not(string code) => Assert.Empty(await Analyzed.Found(code));

    [Fact]
    public async Task Finding_is_at_the_attribute() => Assert.Equal(
        ["FF0004: GuardedBy(\"pay\")"], await Analyzed.Found("class Pays { [GuardedBy(\"pay\")] public Task Pay() => Task.CompletedTask; }"));
}
