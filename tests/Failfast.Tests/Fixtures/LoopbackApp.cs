using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Failfast.Tests.Fixtures;

/// <summary>A web app that a test serves on a free port of loopback, and whose log goes to the test alone.</summary>
internal static class LoopbackApp
{
    public static WebApplicationBuilder Prepare(ILoggerProvider? log = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (log is not null)
            builder.Logging.AddProvider(log);
        return builder;
    }
}
