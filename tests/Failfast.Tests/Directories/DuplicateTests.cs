using Failfast.Directories;

namespace Failfast.Tests.Directories;

/// <summary>Two activations of one name, as a split cluster has them.</summary>
public sealed class DuplicateTests
{
    private static readonly SiloAddress s_one = SiloAddress.New(System.Net.IPAddress.Loopback, 1, 1);
    private static readonly SiloAddress s_other = SiloAddress.New(System.Net.IPAddress.Loopback, 2, 1);

    [Fact]
    public void Newest_of_two_is_the_one_of_the_higher_generation()
    {
        var newest = new Newest();
        newest.Add("twice", 3, s_one);
        newest.Add("twice", 5, s_other);
        newest.Add("nowhere", -1, s_one);

        Assert.False(newest.Is(s_one, Line("twice", 3)));
        Assert.True(newest.Is(s_other, Line("twice", 5)));
        Assert.True(newest.Knows("twice"));
        Assert.False(newest.Knows("nowhere"));
    }

    [Fact]
    public void Newest_is_still_the_one_that_has_moved_on_since_it_was_listed()
    {
        var newest = new Newest();
        newest.Add("moved-on", 6, s_one);
        Assert.True(newest.Is(s_one, Line("moved-on", 5)));
        Assert.True(newest.Is(s_other, Line("moved-on", 7)));
        Assert.True(newest.Is(s_other, Line("not-asked", 0)));
    }

    private static BreakerSummary Line(string name, long generation) => new() { Name = name, Generation = generation };
}
