namespace Failfast.Storage;

/// <summary>Puts what a storage provider threw into one line for people.</summary>
internal static class StorageTrouble
{
    private const int Longest = 300;

    public static string Describe(Exception error)
    {
        // The Azure client gathers all its tries in one exception, each with the same to say.
        var cause = error is AggregateException { InnerExceptions: [.., var last] } ? last : error;
        var message = string.Join(' ', cause.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var line = cause is UnusableRowException ? message : $"{cause.GetType().Name}: {message}";
        return line.Length <= Longest ? line : $"{line[..Longest]}…";
    }
}
