using Failfast.Demo;

namespace Failfast.Tests.Integration.Processes;

/// <summary>The demo.</summary>
internal sealed class DemoProcess(params string[] arguments)
    : ProgramProcess(typeof(DemoApp).Assembly, new Dictionary<string, string>(), arguments);
