using Failfast.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Failfast.Tests.Settings;

/// <summary>Settings of the version before are translated, wherever they come from; today's come through as they are.</summary>
public sealed class EarlierSettingsTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // As it was, and the two settings as they are today.
    private static readonly (EarlierForm Earlier, double? SlowCallRatio, TimeSpan? ProbeTimeout)[] Cases =
    [
        (new(), null, Second * 10),
        (new() { SlowCallRatio = .3 }, null, Second * 10),
        (new() { SlowCallDuration = Second }, .5, Second * 10),
        (new() { SlowCallDuration = Second, SlowCallRatio = .3 }, .3, Second * 10),
        (new() { SlowCallDuration = Second, SlowCallRatio = .3, SlowCallsAreFailures = true }, null, Second * 10),
        (new() { SlowCallsAreFailures = true }, null, Second * 10),
        (new() { ProbeTimeout = Second * 4, CallTimeout = Second * 5 }, null, null),
        (new() { CallTimeout = Second * 30 }, null, null),
        (new() { ProbeTimeout = Second * 4, CallTimeout = Second * 4 }, null, Second * 4),
    ];

    private static readonly BreakerSettings[] Now =
    [
        new(),
        new() { SlowCallDuration = Second },
        new() { SlowCallDuration = Second, SlowCallRatio = .5 },
        new() { SlowCallRatio = .3 },
        new() { ProbeTimeout = Second * 10 },
        new() { ProbeTimeout = Second * 40, CallTimeout = Second * 30, ConsecutiveFailures = 0, Enabled = false },
        new() { CallTimeout = Second * 30, RampUpDuration = Second, MaxConcurrentCalls = 3 },
    ];

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public static TheoryData<int> Earlier => [.. Enumerable.Range(0, Cases.Length)];

    public static TheoryData<int> Today => [.. Enumerable.Range(0, Now.Length)];

    public void Dispose() => _services.Dispose();

    [Theory]
    [MemberData(nameof(Earlier))]
    public void Deserialize_of_the_earlier_form_is_translated(int index)
    {
        var (earlier, ratio, probe) = Cases[index];

        Is(Sent<EarlierForm, BreakerSettings>(earlier), earlier, ratio, probe);
    }

    [Theory]
    [MemberData(nameof(Earlier))]
    public void Read_of_the_earlier_form_is_translated(int index)
    {
        var (earlier, ratio, probe) = Cases[index];

        Is(SettingsText.Read(System.Text.Json.JsonSerializer.Serialize(earlier))!, earlier, ratio, probe);
    }

    [Theory]
    [MemberData(nameof(Today))]
    public void Deserialize_of_what_was_serialized_is_the_same(int index) =>
        Assert.Equal(Now[index], Sent<BreakerSettings, BreakerSettings>(Now[index]));

    [Theory]
    [MemberData(nameof(Today))]
    public void Read_of_what_was_written_is_the_same(int index) => Assert.Equal(Now[index], SettingsText.Read(SettingsText.Write(Now[index])));

    [Theory]
    [MemberData(nameof(Today))]
    public void Earlier_version_understands_what_is_sent_and_stored_today(int index)
    {
        var now = Now[index];
        var fails = now is { SlowCallDuration: not null, SlowCallRatio: null };
        var expected = new EarlierForm
        {
            SlowCallDuration = now.SlowCallDuration, CallTimeout = now.CallTimeout, RampUpDuration = now.RampUpDuration,
            SlowCallRatio = now.SlowCallRatio ?? 1, SlowCallsAreFailures = fails,
            ProbeTimeout = now.ProbeTimeout ?? now.CallTimeout ?? Second * 10,
        };

        Assert.Equal(expected, Sent<BreakerSettings, EarlierForm>(now));
        Assert.Equal(expected, System.Text.Json.JsonSerializer.Deserialize<EarlierForm>(SettingsText.Write(now)));
    }

    private static void Is(BreakerSettings settings, EarlierForm earlier, double? ratio, TimeSpan? probe)
    {
        Assert.Equal(
            new BreakerSettings { SlowCallDuration = earlier.SlowCallDuration, CallTimeout = earlier.CallTimeout, SlowCallRatio = ratio, ProbeTimeout = probe },
            settings);
        Assert.Empty(BreakerSettingsRules.Errors(settings));
    }

    private TTo Sent<TFrom, TTo>(TFrom value)
    {
        var serializer = _services.GetRequiredService<Serializer>();
        return serializer.Deserialize<TTo>(serializer.SerializeToArray(value))!;
    }
}
