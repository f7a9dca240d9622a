namespace Failfast.Directories;

/// <summary>Where the directory is asked.</summary>
internal static class DirectoryGrainId
{
    public const string GrainType = "failfast.directory";

    public static readonly GrainId Any = GrainId.Create(GrainType, "any");
}
