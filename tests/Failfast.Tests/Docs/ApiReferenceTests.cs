using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary>The API reference, made by docfx from the documentation comments. A reference in a comment that
/// leads nowhere is an error. It reads the release build, which is that of <c>test.sh</c>.</summary>
[Trait(Category.Key, Category.Slow)]
public sealed class ApiReferenceTests
{
    [Fact]
    public async Task Reference_is_built_without_a_warning()
    {
        var site = new DirectoryInfo(Path.Combine(Sources.Root, "artifacts", "api", "site"));
        if (site.Exists)
            site.Delete(recursive: true);
        await Tool.Run(Sources.Root, "dotnet tool restore && dotnet docfx eng/docfx.json --warningsAsErrors");

        var pages = site.GetFiles("*.html", SearchOption.AllDirectories);
        foreach (var type in new[] { typeof(IBreakerGrain), typeof(BreakerSettings), typeof(BreakerGuardExtensions) })
            Assert.Single(pages, page => page.Name == $"{type.FullName}.html");
        var grain = await File.ReadAllTextAsync(pages.Single(page => page.Name == $"{typeof(IBreakerGrain).FullName}.html").FullName);
        Assert.Contains("from 1 second to 366 days", grain, StringComparison.Ordinal);
    }
}
