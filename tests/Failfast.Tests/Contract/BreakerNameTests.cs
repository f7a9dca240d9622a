namespace Failfast.Tests.Contract;

public class BreakerNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("payments")]
    [InlineData("Payments.EU_1:card@v2-x")]
    [InlineData("0")]
    public void IsValid_letters_digits_and_five_marks(string name)
    {
        Assert.True(BreakerName.IsValid(name));
        Assert.Same(name, BreakerName.Check(name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a*")]
    [InlineData("ä")]
    public void IsValid_anything_else_is_refused_and_quoted(string? name)
    {
        Assert.False(BreakerName.IsValid(name));
        var thrown = Assert.Throws<ArgumentException>(() => BreakerName.Check(name));
        Assert.Contains($"'{name ?? "(null)"}'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("1 to 128", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsValid_length_ends_at_128()
    {
        Assert.True(BreakerName.IsValid(new string('a', 128)));
        var thrown = Assert.Throws<ArgumentException>(() => BreakerName.Check(new string('a', 10_000)));
        Assert.Contains("(10000 characters)", thrown.Message, StringComparison.Ordinal);
        Assert.InRange(thrown.Message.Length, 1, 400);
    }
}
