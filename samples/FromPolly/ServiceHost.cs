using Polly;
using Polly.CircuitBreaker;

namespace Failfast.Samples.FromPolly;

/// <summary>One of a service's hosts, with a pipeline of its own around a dependency that is down.</summary>
internal sealed class ServiceHost(ResiliencePipeline pipeline)
{
    /// <summary>How often the dependency was called in vain.</summary>
    public int Attempts { get; private set; }

    /// <summary>Works until the breaker is open.</summary>
    public async Task CallUntilRejected()
    {
        while (true)
        {
            try
            {
                await pipeline.ExecuteAsync(Call);
            }
            catch (IOException)
            {
                // Down, and not open yet.
            }
            catch (BrokenCircuitException)
            {
                return;
            }
        }
    }

    private ValueTask Call(CancellationToken cancellationToken)
    {
        Attempts++;
        throw new IOException("The dependency is down.");
    }
}
