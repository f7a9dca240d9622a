using System.Net;
using Failfast.Tests.Page;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Security;

/// <summary>Who is let in, and where.</summary>
[Collection(PageClusterTests.Name)]
public sealed class WhoMayTests(PageCluster cluster)
{
    [Theory]
    [InlineData("evil.example", "127.0.0.1", 403)]
    [InlineData("localhost.evil.example", "127.0.0.1", 403)]
    [InlineData("127.0.0.1.evil.example", "127.0.0.1", 403)]
    [InlineData("127.0.0.1", "192.0.2.1", 403)]
    [InlineData("127.0.0.1", "::ffff:192.0.2.1", 403)]
    [InlineData("localhost:9", "127.0.0.1", 200)]
    [InlineData("LOCALHOST", "::ffff:127.0.0.1", 200)]
    [InlineData("[::1]:80", "::1", 200)]
    public async Task Where_nobody_has_said_who_may_only_this_machine_under_its_own_name_may(string host, string from, int status)
    {
        await using var server = await PageServer.Start(cluster.Grains, use: app => app.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(from);
            return next();
        }));
        foreach (var path in new[] { "", "page.js", "api/breakers", "api/session", "api/breakers/stream" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, path));
            request.Headers.Host = host;
            using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    // A proxy on this machine is a local caller, whoever has called it.
    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("X-Real-IP", "192.0.2.1")]
    [InlineData("Forwarded", "for=192.0.2.1;host=localhost")]
    public async Task Where_nobody_has_said_who_may_what_a_proxy_forwards_is_refused(string header, string value)
    {
        foreach (var path in new[] { "", "page.js", "api/breakers", "api/session", "api/breakers/stream" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cluster.Server.Address, path));
            request.Headers.Add(header, value);
            using var response = await cluster.Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Fact]
    public async Task RequireAuthorization_covers_everything_that_is_mapped()
    {
        await using var server = await PageServer.Start(
            cluster.Grains, configure: app => app.Services.AddFailfastApiKeys(keys => keys.SteerKey = "0123456789abcdef"),
            convention: all => all.RequireAuthorization(FailfastApiKeys.ReadPolicy));

        Assert.InRange(server.Endpoints.Count(), 20, 60);
        Assert.All(server.Endpoints, endpoint =>
        {
            Assert.NotEmpty(endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>());
            Assert.Null(endpoint.Metadata.GetMetadata<IAllowAnonymous>());
        });
        foreach (var path in new[] { "", "page.js", "page.css", "api/breakers", "api/breakers/x", "api/session", "api/breakers/stream", "api/nothing" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.GetAsync(new Uri(server.Address, path))).StatusCode);
        server.UseKey("0123456789abcdef");
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync(server.Address)).StatusCode);
    }

    [Fact]
    public async Task Policies_stand_at_every_endpoint_steering_at_each_that_changes_something()
    {
        await using var server = await PageServer.Start(
            cluster.Grains, page => (page.ReadPolicy, page.SteerPolicy) = ("readers", "operators"),
            configure: app => app.Services.AddAuthorizationBuilder().AddPolicy("readers", policy => policy.RequireAssertion(_ => true))
                .AddPolicy("operators", policy => policy.RequireAssertion(_ => true)));

        foreach (var endpoint in server.Endpoints)
        {
            var methods = endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods ?? [];
            var policy = Assert.Single(endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()).Policy;
            Assert.Equal(methods.Any(method => method is not "GET") ? "operators" : "readers", policy);
        }

        Assert.Equal(12, server.Endpoints.Count(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy == "operators"));
    }

    [Fact]
    public async Task Steering_needs_the_read_policy_where_it_has_none_of_its_own()
    {
        await using var server = await PageServer.Start(
            cluster.Grains, page => page.ReadPolicy = FailfastApiKeys.SteerPolicy,
            configure: app => app.Services.AddFailfastApiKeys(keys => keys.SteerKey = "0123456789abcdef"));

        Assert.Equal(401, (await server.Post("who-steers/isolate")).Status);
    }
}
