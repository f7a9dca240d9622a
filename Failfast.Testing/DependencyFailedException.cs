namespace Failfast.Testing;

/// <summary>The failure of a dependency that a test has scripted.</summary>
public sealed class DependencyFailedException() : Exception("The dependency fails, as the test has told it to.");
