namespace Failfast.Storage;

/// <summary>A row was read, and what it holds is not a breaker's state. It may have been a garbled answer: the row is read again.</summary>
internal sealed class UnusableRowException(string why)
    : Exception($"{why}; the row is left as it is. If it stays so, delete it: the breaker then writes it anew");
