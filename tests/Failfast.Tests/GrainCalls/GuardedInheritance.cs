namespace Failfast.Tests.GrainCalls;

public interface IGuardedBaseGrain : IGrainWithStringKey
{
    Task<string> Inherited();
}

[GuardedBy("guarded-derived-interface")]
public interface IGuardedDerivedGrain : IGuardedBaseGrain
{
    Task<string> Own();
}

public sealed class GuardedDerivedGrain : Grain, IGuardedDerivedGrain
{
    public Task<string> Inherited() => Task.FromResult("ran");

    public Task<string> Own() => Task.FromResult("ran");
}

public interface IGuardedByBaseGrain : IGrainWithStringKey
{
    Task<string> ByBase();

    Task<string> ByBaseMethod();
}

[GuardedBy("guarded-base")]
public abstract class GuardedBase : Grain
{
    public virtual Task<string> ByBase() => Task.FromResult("ran");

    [GuardedBy("guarded-base-method")]
    public virtual Task<string> ByBaseMethod() => throw new NotSupportedException();
}

public sealed class GuardedByBaseGrain : GuardedBase, IGuardedByBaseGrain
{
    public override Task<string> ByBaseMethod() => Task.FromResult("ran");
}
