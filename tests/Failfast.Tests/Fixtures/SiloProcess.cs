using Failfast.Silo;

namespace Failfast.Tests.Fixtures;

/// <summary>The ready silo.</summary>
internal sealed class SiloProcess(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    : ProgramProcess(typeof(HealthCheck).Assembly, environment, arguments)
{
    public SiloProcess(params string[] arguments)
        : this(new Dictionary<string, string>(), arguments)
    {
    }
}
