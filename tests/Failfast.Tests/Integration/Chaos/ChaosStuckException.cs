namespace Failfast.Tests.Integration.Chaos;

/// <summary>What should have come did not.</summary>
internal sealed class ChaosStuckException(string message) : Exception(message);
