namespace Failfast.Demo;

/// <summary>The demo can't continue; the message is for its user.</summary>
internal sealed class DemoException(string message) : Exception(message);
