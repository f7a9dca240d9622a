using System.Security.Cryptography;

namespace Failfast.Page;

/// <summary>The files of the page, as they are embedded in this assembly.</summary>
internal static class PageFiles
{
    public static IReadOnlyDictionary<string, PageFile> Load() => typeof(PageFiles).Assembly.GetManifestResourceNames()
        .Where(name => ContentType(name) is not null).Select(Load).ToDictionary(file => file.Name);

    private static PageFile Load(string name)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new(name, ContentType(name)!, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"", content);
    }

    private static string? ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => null,
    };
}
