using Failfast.Directories;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Tests.Directories;

/// <summary>Makes one silo keep questions of the directory waiting.</summary>
internal sealed class HangingSilo : IOutgoingGrainCallFilter
{
    private TaskCompletionSource _release = new();
    private SiloAddress? _silo;

    public void In(ISiloBuilder silo) => silo.Services.AddSingleton<IOutgoingGrainCallFilter>(this);

    public void Hang(SiloAddress silo) => (_release, _silo) = (new TaskCompletionSource(), silo);

    public void Release()
    {
        _silo = null;
        _release.TrySetResult();
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType == typeof(ISiloListingService) && _silo is { } hung
            && context.TargetId.ToString().Contains(hung.ToParsableString(), StringComparison.Ordinal))
            await _release.Task;
        await context.Invoke();
    }
}
