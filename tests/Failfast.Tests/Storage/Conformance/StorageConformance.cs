using Failfast.Storage;
using Orleans.Storage;

namespace Failfast.Tests.Storage.Conformance;

/// <summary>What a breaker needs of a grain storage. Users bring their own; each kind that is at hand runs these.</summary>
public abstract class StorageConformance : IAsyncLifetime
{
    private BreakerCluster _cluster = null!;

    /// <summary>Registers the storage as <c>failfast</c>.</summary>
    protected abstract Task<Action<ISiloBuilder>> Provide();

    protected abstract Task End();

    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1,
        configure: options => options.Defaults = new BreakerSettings { BreakDurationJitter = 0 },
        silo: await Provide());

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await End();
    }

    [Fact]
    public async Task Healthy_breaker_has_no_row()
    {
        var breaker = _cluster.Client.GetBreaker("healthy");

        for (var i = 0; i < 10; i++)
        {
            await breaker.Succeed();
            _cluster.Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        Assert.Null(await _cluster.Stored("healthy"));
        Assert.Equal(BreakerDurability.Durable, (await breaker.GetStatus()).Durability);
    }

    [Fact]
    public async Task Open_breaker_is_stored_with_its_end_and_closing_clears_it()
    {
        var breaker = _cluster.Client.GetBreaker("open");
        await breaker.Trip(_cluster);
        await breaker.IsDurable(_cluster);

        var record = await _cluster.Stored("open");
        Assert.Equal(BreakerState.Open, record!.State);
        Assert.Equal(1, record.Breaks);
        Assert.Equal(5, record.BreakLength.TotalSeconds, precision: 3);
        Assert.InRange(record.OpenUntil!.Value, _cluster.Time.GetUtcNow(), _cluster.Time.GetUtcNow() + TimeSpan.FromSeconds(5));

        await breaker.Recover(_cluster);
        await Eventually.Is(async () => await _cluster.Stored("open") is null);
    }

    [Theory]
    [InlineData("isolated")]
    [InlineData("disabled")]
    [InlineData("configured")]
    public async Task New_activation_knows_what_an_operator_set(string what)
    {
        // Nobody makes a guarded call: no caller's memory helps.
        var breaker = _cluster.Client.GetBreaker(what);
        var settings = new BreakerSettings
        {
            // Zero and false too, which serializers like to leave out.
            ConsecutiveFailures = 0, BreakDurationJitter = 0, Enabled = false, MinimumThroughput = 7, SlowCallDuration = TimeSpan.FromSeconds(1.5), FailureRatio = 0.25, BreakDuration = TimeSpan.FromMinutes(1),
        };
        var status = what switch
        {
            "isolated" => await breaker.Isolate("Wartung – 維護 🔧"),
            "disabled" => await breaker.Disable(),
            _ => await breaker.Configure(settings),
        };
        Assert.Equal(BreakerDurability.Durable, status.Durability);
        Assert.Null(status.StorageError);

        await breaker.Deactivate();

        var after = await breaker.GetStatus();
        Assert.Equal(status.Snapshot.State, after.Snapshot.State);
        Assert.Equal(status.Snapshot.Reason, after.Snapshot.Reason);
        Assert.Equal(status.Snapshot.Generation, after.Snapshot.Generation);
        Assert.Equal(status.Snapshot.Settings, after.Snapshot.Settings);
    }

    [Fact]
    public async Task Settings_taken_back_stay_taken_back()
    {
        var breaker = _cluster.Client.GetBreaker("taken-back");
        await breaker.Configure(new BreakerSettings { ConsecutiveFailures = 7 });
        Assert.Equal(BreakerDurability.Durable, (await breaker.Configure(null)).Durability);

        Assert.Null((await _cluster.Stored("taken-back"))!.SettingsJson);
        await breaker.Deactivate();
        Assert.Equal(5, (await breaker.GetStatus()).Snapshot.Settings.ConsecutiveFailures);
    }

    [Fact]
    public async Task Row_can_be_written_again_after_it_was_cleared()
    {
        var breaker = _cluster.Client.GetBreaker("again");
        for (var i = 0; i < 3; i++)
        {
            await breaker.Trip(_cluster);
            await breaker.IsDurable(_cluster);
            Assert.Equal(BreakerState.Open, (await _cluster.Stored("again"))!.State);
            await breaker.Recover(_cluster);
            await Eventually.Is(async () => await _cluster.Stored("again") is null);
            await breaker.Deactivate();
        }
    }

    [Fact]
    public async Task Isolation_taken_back_stays_taken_back()
    {
        var breaker = _cluster.Client.GetBreaker("released");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(BreakerDurability.Durable, (await breaker.Isolate($"round {i}")).Durability);
            Assert.Equal($"round {i}", (await _cluster.Stored("released"))!.Reason);
            Assert.Equal(BreakerDurability.Durable, (await breaker.Close()).Durability);
            Assert.Equal(BreakerState.Closed, (await _cluster.Stored("released"))!.State);
            await breaker.Deactivate();
            Assert.Equal(BreakerState.Closed, (await breaker.GetStatus()).Snapshot.State);
        }
    }

    [Fact]
    public async Task Stale_write_and_stale_clear_are_refused()
    {
        var record = new BreakerRecord { State = BreakerState.Isolated, Generation = 1, Reason = "one" };
        var first = new GrainState<BreakerRecord>(record);
        await _cluster.Write("stale", first);
        var second = await _cluster.Read<BreakerRecord>("stale");
        second.State!.Reason = "two";
        await _cluster.Write("stale", second);

        first.State = record with { Reason = "late" };
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => _cluster.Write("stale", first));
        await Assert.ThrowsAnyAsync<InconsistentStateException>(
            () => _cluster.Storage().ClearStateAsync(BreakerRow.StateName, _cluster.Id("stale"), first));
        await Assert.ThrowsAnyAsync<InconsistentStateException>(
            () => _cluster.Write("stale", new GrainState<BreakerRecord>(record)));

        Assert.Equal("two", (await _cluster.Stored("stale"))!.Reason);
    }

    [Fact]
    public async Task Later_state_of_another_activation_is_reloaded_not_overwritten()
    {
        var breaker = _cluster.Client.GetBreaker("reloaded");
        await breaker.Isolate("mine");
        var other = await _cluster.Read<BreakerRecord>("reloaded");
        other.State!.Generation += 5;
        other.State.CommandRevision += 5L << 16;
        (other.State.State, other.State.Reason) = (BreakerState.Disabled, "theirs");
        await _cluster.Write("reloaded", other);

        var status = await breaker.Close();

        Assert.Equal(BreakerState.Disabled, status.Snapshot.State);
        Assert.Equal(BreakerDurability.Durable, status.Durability);
        Assert.Equal("theirs", (await _cluster.Stored("reloaded"))!.Reason);
    }

    [Fact]
    public async Task Earlier_state_of_another_activation_gives_way()
    {
        var breaker = _cluster.Client.GetBreaker("given-way");
        await breaker.Isolate("one");
        await breaker.Close();
        await breaker.Isolate("three");
        var other = await _cluster.Read<BreakerRecord>("given-way");
        (other.State!.Generation, other.State.Reason) = (1, "stale");
        await _cluster.Write("given-way", other);

        var status = await breaker.Disable();

        Assert.Equal(BreakerDurability.Durable, status.Durability);
        Assert.Equal(BreakerState.Disabled, (await _cluster.Stored("given-way"))!.State);
    }

    [Fact]
    public async Task Foreign_row_is_left_alone_and_once_it_is_gone_the_breaker_is_stored()
    {
        var foreign = new GrainState<ForeignState>(new ForeignState { Orders = ["a", "b"] });
        await _cluster.Write("foreign", foreign);
        var breaker = _cluster.Client.GetBreaker("foreign");

        await breaker.Succeed();
        var status = await breaker.Isolate("in memory");

        Assert.Equal((BreakerState.Isolated, BreakerDurability.Failing), (status.Snapshot.State, status.Durability));
        Assert.Contains("Could not read the row 'breaker' of failfast.breaker/foreign", status.StorageError, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], (await _cluster.Read<ForeignState>("foreign")).State!.Orders);
        await _cluster.Storage().ClearStateAsync(BreakerRow.StateName, _cluster.Id("foreign"), foreign);
        await breaker.IsDurable(_cluster);
        await breaker.Deactivate();
        Assert.Equal("in memory", (await breaker.GetStatus()).Snapshot.Reason);
    }

    [GenerateSerializer, Alias("failfast.tests.ForeignState")]
    public sealed class ForeignState
    {
        [Id(0)]
        public List<string> Orders { get; set; } = [];
    }
}
