namespace Failfast.Page;

/// <summary>A file of the page.</summary>
internal sealed record PageFile(string Name, string ContentType, string ETag, byte[] Content);
