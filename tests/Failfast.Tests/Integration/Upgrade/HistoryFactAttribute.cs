namespace Failfast.Tests.Integration.Upgrade;

/// <summary>Needs the release before, which is built from the repository's history: a copy of the files alone has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HistoryFactAttribute : FactAttribute
{
    public HistoryFactAttribute()
    {
        if (!OlderRelease.IsInHistory)
            Skip = $"The commit of release {OlderRelease.Version} is not in this repository's history: clone it whole.";
    }
}
