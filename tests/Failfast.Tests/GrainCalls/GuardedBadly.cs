using System.Reflection;
using Failfast.Tests.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Failfast.Tests.GrainCalls;

/// <summary>Grains that can't be guarded, and some that can, in assemblies of their own: here they would keep every test's silo from starting.</summary>
internal static class GuardedBadly
{
    public const string Mistakes = """
        [GuardedBy("a/b")] public interface IBadName : IGrainWithStringKey { Task Call(); }
        public class BadName : Grain, IBadName { public Task Call() => Task.CompletedTask; }
        public interface IOneWay : IGrainWithStringKey { [OneWay, GuardedBy("x")] Task Shout(); Task Call(); }
        public class Shouts : Grain, IOneWay { public Task Shout() => Task.CompletedTask; public Task Call() => Task.CompletedTask; }
        public interface IVoid : IGrainWithStringKey { [GuardedBy("x")] void Shout(); Task Call(); }
        public class Void : Grain, IVoid { public void Shout() { } public Task Call() => Task.CompletedTask; }
        public interface IStreams : IGrainWithStringKey { [GuardedBy("x")] IAsyncEnumerable<int> Items(); }
        public class Streams : Grain, IStreams { public IAsyncEnumerable<int> Items() => throw new NotSupportedException(); }
        public interface IEmpty : IGrainWithStringKey { }
        [GuardedBy("x")] public class CoversNothing : Grain, IEmpty { }
        public interface IPlain : IGrainWithStringKey { [OneWay] Task Shout(); Task Call(); }
        [GuardedBy("x")] public class WithOneWay : Grain, IPlain { public Task Shout() => Task.CompletedTask; public Task Call() => Task.CompletedTask; }
        public interface ICries : IGrainWithStringKey { void Cry(); }
        [GuardedBy("x")] public class WithVoid : Grain, ICries { public void Cry() { } }
        [GuardedBy("x")] public abstract class BaseOfOneWay : Grain { public Task Call() => Task.CompletedTask; }
        public class OneWayByBase : BaseOfOneWay, IPlain { public Task Shout() => Task.CompletedTask; }
        public class NotCalled : Grain, IPlain { public Task Shout() => Task.CompletedTask; public Task Call() => Task.CompletedTask; [GuardedBy("x")] public Task Other() => Task.CompletedTask; }
        public abstract class BaseNotCalled : Grain { [GuardedBy("x")] public Task Other() => Task.CompletedTask; }
        public class NotCalledByBase : BaseNotCalled, IPlain { public Task Shout() => Task.CompletedTask; public Task Call() => Task.CompletedTask; }
        """;

    public const string Works = """
        public interface IPlain : IGrainWithStringKey { [OneWay] Task Shout(); Task Call(); }
        public class OneMethod : Grain, IPlain { public Task Shout() => Task.CompletedTask; [GuardedBy("x")] public Task Call() => Task.CompletedTask; }
        public interface IBase : IGrainWithStringKey { Task Call(); }
        [GuardedBy("x")] public interface IDerived : IBase { }
        public class ByInherited : Grain, IDerived { public Task Call() => Task.CompletedTask; }
        [GuardedBy("x")] public abstract class Base : Grain { public Task Call() => Task.CompletedTask; }
        public class ByBase : Base, IBase { }
        public abstract class BaseMethod : Grain { [GuardedBy("x")] public Task Call() => Task.CompletedTask; }
        public class ByBaseMethod : BaseMethod, IBase { }
        [GuardedBy("x")] public abstract class NotUsedHere : Grain { }
        [GuardedBy("x")] public interface INotImplementedHere : IGrainWithStringKey { Task<int> Call(); }
        public interface INoGrain { [GuardedBy("x")] Task Call(); }
        public interface IByNoGrain : IGrainWithStringKey, INoGrain { }
        public class ByNoGrain : Grain, IByNoGrain { public Task Call() => Task.CompletedTask; }
        [GuardedBy("x")] public class Generic<T> : Grain, IOf<T> { public Task<T> Call(T it) => Task.FromResult(it); }
        public interface IOf<T> : IGrainWithStringKey { Task<T> Call(T it); }
        [GuardedBy("x")] public class Chooses : Grain, ILeft, IRight { public Task Call() => Task.CompletedTask; }
        [GuardedBy("left")] public interface ILeft : IBase { }
        [GuardedBy("right")] public interface IRight : IBase { }
        [GuardedBy("nearer")] public interface INearer : ILeft { }
        public class Nearer : Grain, INearer { public Task Call() => Task.CompletedTask; }
        """;

    public const string Alike = """
        public interface IPlain : IGrainWithStringKey { [OneWay] Task Shout(); Task Call(); }
        [GuardedBy("x")] public class Marked : Grain, IPlain { public Task Shout() => Task.CompletedTask; public Task Call() => Task.CompletedTask; }
        """;

    private const string Around = """
        using System; using System.Collections.Generic; using System.Threading.Tasks; using Failfast; using Orleans; using Orleans.Concurrency;
        using Orleans.Serialization.Configuration; using Microsoft.Extensions.Options;
        public class Manifest : IConfigureOptions<TypeManifestOptions>
        {
            public void Configure(TypeManifestOptions options)
            {
                foreach (var type in typeof(Manifest).Assembly.GetTypes())
                    if (!type.IsAbstract && typeof(IGrain).IsAssignableFrom(type))
                        options.InterfaceImplementations.Add(type);
            }
        }

        """;

    /// <returns>What tells Orleans of the grains.</returns>
    public static Type Compile(string code, string assembly = "failfast-guarded-badly")
    {
        var compilation = CSharpCompilation.Create(
            assembly, [CSharpSyntaxTree.ParseText(Around + code)], SnippetCompiler.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return Assembly.Load(image.ToArray()).GetType("Manifest")!;
    }
}
