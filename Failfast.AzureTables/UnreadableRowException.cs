namespace Failfast.AzureTables;

/// <summary>A row was found, and its data is not what it should be: damaged, or somebody else's.</summary>
[GenerateSerializer, Alias("failfast.UnreadableRowException")]
public sealed class UnreadableRowException : OrleansException
{
    /// <summary>An exception that names the row.</summary>
    public UnreadableRowException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }

    /// <summary>An exception that names the row.</summary>
    public UnreadableRowException(string message)
        : base(message)
    {
    }

    /// <summary>An exception without a message.</summary>
    public UnreadableRowException()
    {
    }
}
