using Failfast.Directories;

namespace Failfast.Tests.Directories;

public sealed class BreakerRosterTests
{
    private readonly BreakerRoster _roster = new();

    [Theory]
    [InlineData("a", "b,c")]
    [InlineData("b", "a,c")]
    [InlineData("c", "a,b")]
    public void Remove_of_any_leaves_the_others_to_be_found(string gone, string left)
    {
        var all = "abc".Select(name => new Listed($"{name}")).ToList();
        all.ForEach(_roster.Add);

        Assert.True(_roster.Remove(all.Single(breaker => breaker.Name == gone)));

        Assert.Equal(left.Split(','), _roster.All().Select(breaker => breaker.Name).Order(StringComparer.Ordinal));
        Assert.All(left.Split(','), name => Assert.True(_roster.TryFind(name, out var found) && found.Name == name));
        Assert.False(_roster.TryFind(gone, out _));
    }

    [Fact]
    public void Remove_of_one_whose_place_another_has_taken_changes_nothing()
    {
        var (first, second) = (new Listed("a", 1), new Listed("a", 2));
        _roster.Add(first);
        _roster.Add(second);

        Assert.False(_roster.Remove(first));

        Assert.Equal(2, Assert.Single(_roster.All()).Generation);
        Assert.True(_roster.Remove(second));
        Assert.False(_roster.Remove(second));
        Assert.Empty(_roster.All());
    }

    [Fact]
    public void All_that_was_given_does_not_change()
    {
        _roster.Add(new Listed("a"));
        var before = _roster.All();

        _roster.Add(new Listed("b"));

        Assert.Equal((1, 2), (before.Count, _roster.All().Count));
    }
}
