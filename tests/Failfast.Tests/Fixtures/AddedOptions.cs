using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Failfast.Tests.Fixtures;

/// <summary>Options that a test adds while the cluster runs: every process has them when <see cref="Add"/> returns.</summary>
internal sealed class AddedOptions : IOptionsChangeTokenSource<FailfastOptions>
{
    private ImmutableList<Action<FailfastOptions>> _changes = [];
    private ConfigurationReloadToken _token = new();

    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => _token;

    public void Add(Action<FailfastOptions> change)
    {
        ImmutableInterlocked.Update(ref _changes, changes => changes.Add(change));
        Interlocked.Exchange(ref _token, new()).OnReload();
    }

    public void Apply(FailfastOptions options) => _changes.ForEach(change => change(options));
}
