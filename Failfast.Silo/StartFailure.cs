namespace Failfast.Silo;

/// <summary>Describes in one line why the silo can't start: a stack trace does not help to correct a configuration.</summary>
internal static class StartFailure
{
    public static string Describe(Exception error) => $"The silo can't start: {Reasons(error)}";

    /// <summary>The messages of an exception and its inner ones.</summary>
    public static string Reasons(Exception error)
    {
        var reasons = Chain(error).Select(OneLine).Where(reason => reason.Length > 0).ToList();
        // An outer message often repeats the inner ones.
        var distinct = reasons.Where((reason, at) => !reasons.Take(at).Any(outer => outer.Contains(reason, StringComparison.Ordinal)));
        return string.Join(" ", distinct.Select(Sentence));
    }

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            if (error is not AggregateException { InnerException: not null })
                yield return error;
    }

    private static string OneLine(Exception error)
    {
        var words = error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        // A bare path or name says nothing by itself.
        return words.Length == 1 ? $"{error.GetType().Name}: {words[0]}" : string.Join(' ', words);
    }

    private static string Sentence(string reason) => reason[^1] is '.' or '!' or '?' ? reason : $"{reason}.";
}
