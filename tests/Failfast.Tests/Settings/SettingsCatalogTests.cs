using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Failfast.Tests.Settings;

public sealed class SettingsCatalogTests : IDisposable
{
    private readonly LogLines _log = new();
    private readonly ChangingOptions _source = new();
    private readonly SettingsCatalog _catalog;

    public SettingsCatalogTests()
    {
        _source.Configure = options => options.Breakers["pay*"] = new() { ConsecutiveFailures = 3 };
        _catalog = new(_source, [_source], new Logger<SettingsCatalog>(new LoggerFactory([_log])));
    }

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public void For_is_what_covers_the_name_else_the_defaults()
    {
        Assert.Equal(3, _catalog.For("payments").ConsecutiveFailures);
        Assert.Same(_catalog.Options.Defaults, _catalog.For("mail"));
        Assert.Same(OutcomeRules.Default, _catalog.OutcomesOf("mail"));
    }

    [Fact]
    public void For_after_a_change_is_the_new_one_and_subscribers_hear_of_it()
    {
        var heard = 0;
        using var subscription = _catalog.OnChange(() => heard++);

        _source.Change(options => options.Breakers["pay*"] = new() { ConsecutiveFailures = 4 });

        Assert.Equal(1, heard);
        Assert.Equal(4, _catalog.For("payments").ConsecutiveFailures);
    }

    [Fact]
    public void OnChange_after_its_end_hears_nothing()
    {
        var heard = 0;
        using var other = _catalog.OnChange(() => heard += 10);
        _catalog.OnChange(() => heard++).Dispose();

        _source.Change(_ => { });

        Assert.Equal(10, heard);
    }

    [Fact]
    public void Dispose_hears_of_no_change_any_more()
    {
        _catalog.Dispose();

        _source.Change(options => options.Breakers["pay*"] = new() { ConsecutiveFailures = 4 });

        Assert.Equal(3, _catalog.For("payments").ConsecutiveFailures);
    }

    [Fact]
    public void Timings_stay_those_of_the_start()
    {
        _source.Change(options => options.LeaseDuration = TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), _catalog.Options.LeaseDuration);
        Assert.Equal(TimeSpan.FromSeconds(10), _catalog.Timings.LeaseDuration);
    }

    [Fact]
    public void For_after_a_refused_change_is_the_one_before_and_the_errors_are_logged()
    {
        var heard = 0;
        using var subscription = _catalog.OnChange(() => heard++);

        _source.Change(_ => throw new OptionsValidationException("", typeof(FailfastOptions), ["One.", "Two."]));
        _source.Change(_ => throw new InvalidOperationException("Three."));

        Assert.Equal(0, heard);
        Assert.Equal(3, _catalog.For("payments").ConsecutiveFailures);
        Assert.Equal(
            ["Error: The changed Failfast configuration is refused, the one before stays in force: One. Two.",
             "Error: The changed Failfast configuration is refused, the one before stays in force: Three."], _log.All);
    }

    [Fact]
    public void For_after_changes_breakers_without_rule_are_logged_when_they_become_others()
    {
        var none = new BreakerSettings { ConsecutiveFailures = 0, FailureRatio = 0 };

        _source.Change(options => options.Breakers["switch"] = none);
        _source.Change(options => options.Breakers["switch"] = none);
        _source.Change(options => (options.Breakers["switch"], options.Breakers["off"]) = (none, none with { Enabled = false }));
        _source.Change(options => (options.Breakers["switch"], options.Breakers["hand"]) = (none, none));
        _source.Change(_ => { });
        _source.Change(options => options.Defaults = none);

        Assert.Collection(_log.All, NamesExactly("switch"), NamesExactly("hand, switch"), NamesExactly("Defaults"));

        static Action<string> NamesExactly(string breakers) => line =>
            Assert.StartsWith($"Information: No rule opens these breakers, only operators do: {breakers}. Set ", line, StringComparison.Ordinal);
    }

    [Fact]
    public void For_breakers_without_rule_are_logged_at_the_start()
    {
        _source.Configure = options => options.Breakers["switch"] = new() { ConsecutiveFailures = 0, FailureRatio = 0 };

        using var catalog = new SettingsCatalog(_source, [], new Logger<SettingsCatalog>(new LoggerFactory([_log])));

        Assert.Contains("only operators do: switch. Set ", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public void OutcomesOf_is_what_covers_the_name()
    {
        _source.Change(options => options.Ignore("pay*", _ => true));

        Assert.NotNull(_catalog.OutcomesOf("payments").Ignored);
    }

    [Fact]
    public void For_without_a_logger_works()
    {
        using var catalog = new SettingsCatalog(_source, []);

        Assert.Equal(3, catalog.For("payments").ConsecutiveFailures);
    }

    /// <summary>A configuration that the test changes.</summary>
    private sealed class ChangingOptions : IOptionsFactory<FailfastOptions>, IOptionsChangeTokenSource<FailfastOptions>
    {
        private CancellationTokenSource _changed = new();

        public string Name => Options.DefaultName;

        public Action<FailfastOptions> Configure { get; set; } = _ => { };

        public FailfastOptions Create(string name)
        {
            var options = new FailfastOptions();
            Configure(options);
            return options;
        }

        public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

        public void Change(Action<FailfastOptions> configure)
        {
            Configure = configure;
            using var before = Interlocked.Exchange(ref _changed, new());
            before.Cancel();
        }
    }
}
