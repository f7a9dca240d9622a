using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Failfast.Tests.Page;

/// <summary>A silo without <c>AddFailfast</c> has no breakers: its page would say that no silo answers.</summary>
public sealed class MissingGuardTests
{
    [Fact]
    public async Task MapFailfast_silo_without_guard_says_what_to_call()
    {
        var builder = LoopbackApp.Prepare();
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        await using var app = builder.Build();

        Assert.Contains("call AddFailfast()", Assert.Throws<InvalidOperationException>(() => app.MapFailfast()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapFailfast_silo_with_guard_maps()
    {
        var builder = LoopbackApp.Prepare();
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddFailfast());
        await using var app = builder.Build();

        Assert.NotNull(app.MapFailfast());
    }
}
