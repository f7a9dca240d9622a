using Failfast.Directories;

namespace Failfast.Tests.Directories;

/// <summary>One silo's list, apart from any silo.</summary>
public sealed class SiloListingTests
{
    private readonly SiloListing _listing = new();

    [Fact]
    public void Remove_of_an_activation_that_was_replaced_keeps_the_new_one()
    {
        var (older, newer) = (new Listed("a", generation: 1), new Listed("a", generation: 2));
        _listing.Add(older);
        _listing.Add(newer);
        _listing.Remove(older);

        Assert.Equal(2, Assert.Single(_listing.Page(new BreakerQuery()).Breakers).Generation);
        Assert.Equal([2, -1], _listing.Generations(["a", "b"]));
    }

    [Fact]
    public void Changes_tells_each_breaker_that_changed_once_and_those_that_went()
    {
        _listing.Add(new Listed("before"));
        var start = _listing.Changes(null, null);
        Assert.Empty(start.Changed);
        var gone = new Listed("gone");
        _listing.Add(gone);
        _listing.Add(new Listed("new"));
        _listing.Changed("new");
        _listing.Remove(gone);

        var changes = _listing.Changes(null, start.Version);

        Assert.Equal(["new"], changes.Changed.Select(breaker => breaker.Name));
        Assert.Equal(["gone"], changes.Gone);
        Assert.False(changes.AreTooMany);
        Assert.Empty(_listing.Changes("other", start.Version).Changed);
        Assert.Empty(_listing.Changes(null, changes.Version).Changed);
    }

    [Fact]
    public void Changes_that_are_more_than_are_kept_or_of_another_start_are_too_many()
    {
        var start = _listing.Changes(null, null);
        for (var i = 0; i < SiloListing.KeptChanges; i++)
            _listing.Changed("a");
        Assert.False(_listing.Changes(null, start.Version).AreTooMany);

        _listing.Changed("a");

        Assert.True(_listing.Changes(null, start.Version).AreTooMany);
        Assert.True(_listing.Changes(null, 1_000_000).AreTooMany);
    }

    [Fact]
    public void Page_of_many_goes_through_all_in_order_whatever_order_they_came_in()
    {
        var random = new Random(1);
        var names = Enumerable.Range(0, 1_000).Select(i => $"b{i:0000}").ToArray();
        random.Shuffle(names);
        foreach (var name in names)
            _listing.Add(new Listed(name, attention: (BreakerAttention)random.Next(7)));
        var (query, found) = (new BreakerQuery { PageSize = 37 }, new List<SortKey>());

        while (true)
        {
            var page = _listing.Page(query);
            found.AddRange(page.Breakers.Select(SortKey.Of).Order());
            if (page.Last is not { } last)
                break;
            Assert.Equal(last, found[^1]);
            query = query with { Continuation = last.ToString() };
        }

        Assert.Equal(1_000, found.Distinct().Count());
        Assert.Equal(found.Order(), found);
    }
}
