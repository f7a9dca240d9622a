namespace Failfast.Directories;

/// <summary>What a silo has answered; null for nothing.</summary>
internal readonly record struct SiloAnswer<T>(SiloAddress Silo, T? Value)
    where T : class;
