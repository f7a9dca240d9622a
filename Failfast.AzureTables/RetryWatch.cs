using Azure.Core;
using Azure.Core.Pipeline;

namespace Failfast.AzureTables;

/// <summary>
/// Notes whether the client has sent a request more than once. Only then can a refused write have been written: by the try
/// before, whose answer got lost.
/// </summary>
internal sealed class RetryWatch : HttpPipelineSynchronousPolicy
{
    public static readonly RetryWatch Instance = new();

    private const string Property = "failfast.retries";

    private RetryWatch()
    {
    }

    /// <summary>Watches the requests made until the scope ends.</summary>
    public static IDisposable Begin(out Watched watched)
    {
        watched = new Watched();
        return HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = watched });
    }

    // By the number rather than by counting: the policy may be in a pipeline twice.
    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.ProcessingContext.RetryNumber > 0 && message.TryGetProperty(Property, out var value) && value is Watched watched)
            watched.Retried = true;
    }

    /// <summary>What was seen.</summary>
    internal sealed class Watched
    {
        public bool Retried { get; set; }
    }
}
