using Mono.Cecil;

namespace Failfast.Tests.Architecture;

/// <summary>What the pure centre must not touch: clocks, tasks, loggers, chance, files, sockets and the Orleans runtime.</summary>
internal static class Purity
{
    private static readonly string[] Namespaces =
        ["System.Threading", "System.IO", "System.Net", "Microsoft.Extensions", "Microsoft.AspNetCore"];

    private static readonly string[] Types = ["System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Random", "System.Console"];

    private static readonly string[] Members =
    [
        "System.DateTime::get_UtcNow", "System.DateTime::get_Now", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_UtcNow", "System.DateTimeOffset::get_Now",
        "System.Environment::get_TickCount", "System.Environment::get_TickCount64", "System.Guid::NewGuid",
    ];

    private static readonly string[] Locks =
    [
        "System.Threading.Monitor", "System.Threading.Lock", "System.Threading.SpinLock", "System.Threading.Mutex",
        "System.Threading.SemaphoreSlim", "System.Threading.ReaderWriterLockSlim", "System.Collections.Concurrent.ConcurrentDictionary`2",
    ];

    /// <summary>What the type touches of that, by name.</summary>
    public static IReadOnlyList<string> Breaches(TypeDefinition type) =>
    [
        .. Mentions.Types(type).Where(IsForbidden).Select(mentioned => mentioned.FullName)
            .Concat(Mentions.Members(type).Select(Name).Where(Members.Contains))
            .Distinct(),
    ];

    private static bool IsForbidden(TypeReference type) =>
        Types.Contains(type.FullName)
        || Namespaces.Any(forbidden => IsIn(Outermost(type).Namespace, forbidden))
        || IsIn(type.Scope.Name, "Orleans");

    /// <summary>Whether using it may make a thread wait for another.</summary>
    public static bool IsLock(MemberReference member) => Locks.Contains(Outermost(member.DeclaringType).FullName);

    public static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static bool IsIn(string name, string root) =>
        name == root || name.StartsWith(root + ".", StringComparison.Ordinal);

    private static string Name(MemberReference member) => $"{member.DeclaringType.FullName}::{member.Name}";
}
