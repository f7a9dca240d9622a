namespace Failfast.Tests.CallShapes;

/// <summary>A call's own end, its caller's cancellation and its deadline at the same moment, on real threads.</summary>
public sealed class TimeoutRaceTests : IAsyncLifetime
{
    private const int Rounds = 200;
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(20);

    private BreakerCluster _cluster = null!;

    // Nothing trips it, and nothing grows too old to be counted.
    public async Task InitializeAsync() => _cluster = await BreakerCluster.Start(
        silos: 1,
        configure: options => options.Defaults = new()
        {
            CallTimeout = Deadline, ConsecutiveFailures = 0, FailureRatio = 0, SamplingDuration = TimeSpan.FromMinutes(10),
        });

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Theory]
    [InlineData("obedient")]
    [InlineData("deaf")]
    [InlineData("ending")]
    public async Task Guard_what_the_caller_sees_and_what_is_counted_agree_in_every_race(string kind)
    {
        var breaker = _cluster.Client.GetBreaker(kind);
        await breaker.Succeed();
        var (ended, timedOut, cancelled) = (1, 0, 0);

        for (var round = 0; round < Rounds; round++)
        {
            using var caller = new CancellationTokenSource();
            var finish = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var guarded = breaker.Guard(
                async ct => await (kind == "obedient" ? finish.Task.WaitAsync(ct) : finish.Task), caller.Token);
            Action[] contenders = [caller.Cancel, () => _cluster.Time.Advance(Deadline), () => { if (kind == "ending") finish.SetResult(1); }];
            // None is always the first to be started.
            await Race([.. contenders[(round % 3)..], .. contenders[..(round % 3)]]);

            switch (await Record.ExceptionAsync(() => guarded.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System)))
            {
                case null:
                    ended++;
                    break;
                case CallTimeoutException:
                    timedOut++;
                    break;
                case OperationCanceledException gaveUp:
                    Assert.Equal(caller.Token, gaveUp.CancellationToken);
                    cancelled++;
                    break;
                case var other:
                    Assert.Fail($"{other}");
                    break;
            }
        }

        Assert.Equal(Rounds + 1, ended + timedOut + cancelled);
        Assert.True(timedOut > 0 && (cancelled > 0 || kind == "ending") && (ended > 1 == (kind == "ending")), $"no race: {ended} ended, {timedOut} timed out, {cancelled} cancelled");
        await breaker.CountsAreExactly(_cluster, calls: ended + timedOut, failures: timedOut);
    }

    private static async Task Race(params Action[] contenders)
    {
        using var start = new Barrier(contenders.Length);
        await Task.WhenAll(contenders.Select(contender => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                contender();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }
}
