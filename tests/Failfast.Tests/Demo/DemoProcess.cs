using Failfast.Demo;
using Failfast.Tests.Processes;

namespace Failfast.Tests.Demo;

/// <summary>The demo.</summary>
internal sealed class DemoProcess(params string[] arguments)
    : ProgramProcess(typeof(DemoApp).Assembly, new Dictionary<string, string>(), arguments);
