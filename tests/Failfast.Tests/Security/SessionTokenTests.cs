using Failfast.Security;
using Failfast.Tests.Architecture;

namespace Failfast.Tests.Security;

public sealed class SessionTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SessionToken _token = new("0123456789abcdef");

    [Fact]
    public void Token_is_good_until_it_expires()
    {
        var token = _token.Issue(Now.AddHours(1));

        Assert.True(_token.IsGood(token, Now));
        Assert.True(_token.IsGood(token, Now.AddSeconds(3599)));
        Assert.False(_token.IsGood(token, Now.AddHours(1)));
    }

    [Fact]
    public void Token_of_another_key_is_refused() =>
        Assert.False(new SessionToken("0123456789abcdeg").IsGood(_token.Issue(Now.AddHours(1)), Now));

    [Fact]
    public void Token_with_any_character_changed_is_refused()
    {
        var token = _token.Issue(Now.AddHours(1));
        for (var at = 0; at < token.Length; at++)
        {
            var changed = token.ToCharArray();
            changed[at] = changed[at] == 'A' ? 'Q' : 'A';
            Assert.False(_token.IsGood(new string(changed), Now), $"at {at}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("....")]
    public void Text_that_is_no_token_is_refused(string text)
    {
        Assert.False(_token.IsGood(text, Now));
        Assert.False(_token.IsGood(_token.Issue(Now.AddHours(1)) + text + "A", Now));
    }

    // What takes longer the more of a guess is right tells how much of it is.
    [Theory]
    [InlineData(nameof(SessionToken))]
    [InlineData(nameof(ApiKeySessions))]
    public void Secrets_are_compared_in_constant_time_only(string type)
    {
        using var assembly = Mentions.Read("Failfast.AspNetCore");
        var members = Mentions.Members(assembly.MainModule.GetType($"Failfast.Security.{type}")).Select(member => member.FullName).ToList();

        Assert.Contains(members, member => member.Contains("CryptographicOperations::FixedTimeEquals", StringComparison.Ordinal));
        Assert.DoesNotContain(members, member => member.Contains("String::Equals", StringComparison.Ordinal)
            || member.Contains("String::op_Equality", StringComparison.Ordinal) || member.Contains("SequenceEqual", StringComparison.Ordinal));
    }
}
