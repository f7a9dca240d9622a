using Failfast.Silo;
using Failfast.Tests.Processes;

namespace Failfast.Tests.Silo;

/// <summary>The ready silo.</summary>
internal sealed class SiloProcess(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    : ProgramProcess(typeof(HealthCheck).Assembly, environment, arguments)
{
    public SiloProcess(params string[] arguments)
        : this(new Dictionary<string, string>(), arguments)
    {
    }
}
