namespace Failfast.Directories;

/// <summary>Where operators' changes are remembered.</summary>
internal interface IIndexWriter
{
    /// <summary>Returns at once; what is given is stored as soon as it can be.</summary>
    void Note(IndexEntry entry);
}
