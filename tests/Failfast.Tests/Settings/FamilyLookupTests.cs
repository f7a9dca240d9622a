namespace Failfast.Tests.Settings;

public sealed class FamilyLookupTests
{
    [Theory]
    [InlineData("pay", "pay")]
    [InlineData("PAY", "pay")]
    [InlineData("payments", "paym*")]
    [InlineData("paypal", "pay*")]
    [InlineData("PAYPAL", "pay*")]
    [InlineData("paym", "paym*")]
    [InlineData("mail", "*")]
    [InlineData("mailer", "*")]
    public void Find_takes_the_name_itself_else_the_longest_family(string name, string expected)
    {
        string[] keys = ["*", "paym*", "pay*", "mailing", "pay"];

        Assert.Equal(expected, Find(keys, name));
        Assert.Equal(expected, Find(keys.Reverse(), name));
    }

    [Theory]
    [InlineData("payments")]
    [InlineData("pa")]
    [InlineData("xpay-a")]
    public void Find_without_a_key_that_covers_the_name_is_null(string name) => Assert.Null(Find(["pay-*", "pay"], name));

    [Fact]
    public void Find_of_families_that_differ_in_case_only_takes_the_first() => Assert.Equal("pay*", Find(["pay*", "PAY*"], "paypal"));

    private static string? Find(IEnumerable<string> keys, string name) =>
        FamilyLookup.Find(keys.Select(key => KeyValuePair.Create(key, key)), name);
}
