using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary>
/// The markdown files have no spelling errors. <c>cspell.json</c> says what is checked; words of the field that its dictionaries lack are in
/// <c>tests/spelling/words.txt</c>.
/// </summary>
[Trait(Category.Key, Category.Slow)]
public sealed class SpellingTests
{
    [Fact]
    public async Task Markdown_files_have_no_spelling_errors()
    {
        var (code, said) = await Npm.Run("node", [await Npm.Speller, "lint", "--no-progress", "--no-color", "--dot", "**/*.md"], Sources.Root);

        Assert.True(code == 0, $"Correct these words, or add those that are right to tests/spelling/words.txt:\n{said}");
        Assert.Contains("Issues found: 0", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misspelt_word_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("spelling-");
        try
        {
            var file = Path.Combine(folder.FullName, "page.md");
            await File.WriteAllTextAsync(file, "A circiut breaker.\n");
            var (code, said) = await Npm.Run(
                "node", [await Npm.Speller, "lint", "--no-progress", "--no-color", "--root", folder.FullName, "--config", Path.Combine(Sources.Root, "cspell.json"), file],
                Sources.Root);

            Assert.Equal(1, code);
            Assert.Contains("circiut", said, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
