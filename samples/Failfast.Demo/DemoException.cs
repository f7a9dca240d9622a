namespace Failfast.Demo;

/// <summary>The demo can't go on; the message is for its user.</summary>
internal sealed class DemoException(string message) : Exception(message);
