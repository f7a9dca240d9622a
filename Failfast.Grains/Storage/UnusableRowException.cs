namespace Failfast.Storage;

/// <summary>A row that was read does not hold a breaker's state. The answer may have been garbled, so the row is read again.</summary>
internal sealed class UnusableRowException(string why)
    : Exception($"{why}; the row is left as it is. If it stays so, delete it: the breaker then writes it anew");
