namespace Failfast.Storage;

/// <summary>Describes an exception of a storage provider in one line.</summary>
internal static class StorageTrouble
{
    private const int Longest = 300;

    public static string Describe(Exception error)
    {
        // The Azure client collects all its tries in one exception, with the same message each.
        var cause = error is AggregateException { InnerExceptions: [.., var last] } ? last : error;
        var message = string.Join(' ', cause.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var line = cause is UnusableRowException ? message : $"{cause.GetType().Name}: {message}";
        return line.Length <= Longest ? line : $"{line[..Longest]}…";
    }
}
