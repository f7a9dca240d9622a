using Failfast.Http;

namespace Failfast.Tests.Http;

public sealed class NamingTests
{
    [Theory]
    [InlineData("payments", "http://api.example/x", "payments@api.example-80")]
    [InlineData("payments", "https://API.example:8443/y?z", "payments@api.example-8443")]
    [InlineData("payments", "http://[2001:db8::1]:5000/", "payments@2001:db8::1-5000")]
    [InlineData("payments", "http://10.0.0.1/", "payments@10.0.0.1-80")]
    [InlineData("payments", "https://bücher.example/", "payments@xn--bcher-kva.example-443")]
    [InlineData("", "http://api.example/", "@api.example-80")]
    public void Of_names_client_host_and_port(string client, string address, string name) => Assert.Equal(name, Of(client, address));

    [Fact]
    public void Of_hosts_and_clients_that_are_no_names_or_too_long_become_legal_and_stay_apart()
    {
        var label = new string('a', 60);
        string[] names =
        [
            Of("payments", $"http://{label}.{label}.{label}.example/"),
            Of("payments", $"http://{label}.{label}.{label}.example:81/"),
            Of("payments", $"http://{label}.{label}.b{label}.example/"),
            Of("IGateway<Order>", "http://api.example/"),
            Of("IGateway[Order]", "http://api.example/"),
            Of(new string('c', 300), "http://api.example/"),
            Of("payments", "http://[fe80::1%253]/"),
        ];

        Assert.All(names, name => Assert.True(BreakerName.IsValid(name), name));
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        // The same in every process.
        Assert.Equal("IGateway_Order_@api.example-80-c63fe536", names[3]);
    }

    [Fact]
    public void Of_hosts_beyond_a_thousand_share_a_name_with_one_warning()
    {
        var log = new LogLines();
        var names = new AuthorityNames("partners", log);
        var first = Enumerable.Range(0, 1_000).Select(i => Of(names, $"http://host-{i}/")).ToList();
        Assert.Empty(log.All);
        for (var i = 1_000; i < 1_010; i++)
            Assert.Equal("partners@other", Of(names, $"http://host-{i}/"));

        Assert.Equal(1_000, first.Distinct().Count());
        Assert.Equal(first[7], Of(names, "http://host-7/"));
        Assert.Contains("'partners@other'", Assert.Single(log.All), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_threads_at_once_fills_it_exactly()
    {
        var names = new AuthorityNames("partners", new LogLines());
        Parallel.For(0, 8_000, i => Of(names, $"http://host-{i % 1_000}/"));
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal($"partners@host-{i}-80", Of(names, $"http://host-{i}/")));
        Assert.Equal("partners@other", Of(names, "http://host-1000/"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("relative")]
    public void Of_a_request_without_a_host_says_so(string? address)
    {
        using var request = new HttpRequestMessage { RequestUri = address is null ? null : new Uri(address, UriKind.Relative) };
        var thrown = Assert.Throws<InvalidOperationException>(() => new AuthorityNames("partners", new LogLines()).Of(request));
        Assert.Contains($"'{address}'", thrown.Message, StringComparison.Ordinal);
    }

    private static string Of(string client, string address) => Of(new AuthorityNames(client, new LogLines()), address);

    private static string Of(AuthorityNames names, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return names.Of(request);
    }
}
