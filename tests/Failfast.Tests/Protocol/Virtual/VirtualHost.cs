using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Tests.Protocol.Virtual;

/// <summary>A process of a <see cref="VirtualCluster"/>: its session, what it sends, and the sweeps that it needs.</summary>
internal sealed class VirtualHost
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(100);

    private readonly VirtualCluster _cluster;
    private readonly TimeSpan _oneWay;
    private readonly TimeSpan _sweepPhase;
    private List<Action> _waiting = [];
    private bool _isUsed;

    public VirtualHost(VirtualCluster cluster, int number, TimeSpan oneWay)
    {
        (_cluster, _oneWay, _sweepPhase) = (cluster, oneWay, TimeSpan.FromMilliseconds(37 * number % 100));
        Id = new Guid(number, 0, 0, new byte[8]);
        Session = new HostSession(Id, $"host-{number}", new(), cluster.Settings, cluster.Now);
    }

    public Guid Id { get; }

    public HostSession Session { get; }

    /// <summary>Nothing comes from it any more, nor reaches it.</summary>
    public bool IsDead { get; set; }

    public List<VirtualCall> Calls { get; } = [];

    public int Reports { get; private set; }

    public int ProbeRequests { get; private set; }

    public int ProbeEnds { get; private set; }

    /// <summary>Offers, recalls and requests for a report that it got.</summary>
    public int Told { get; private set; }

    public int Blind { get; private set; }

    /// <summary>When the grain's first answer came that brought a lease.</summary>
    public TimeSpan? LeasedAt { get; private set; }

    public BreakerSnapshot Snapshot => Session.Protocol.Snapshot("tested", Now);

    private TimeSpan Now => _cluster.Now;

    /// <summary>One call, now.</summary>
    /// <param name="dependency">What becomes of it, if it is not the cluster's dependency that says so.</param>
    /// <param name="isCancelled">Its token is cancelled already.</param>
    public void Call(Func<Answer>? dependency = null, bool isCancelled = false)
    {
        if (IsDead)
            return;
        var (view, came) = (Session.View(Now), Now);
        if (view.Mode == GuardMode.Counting)
            Run(view.Ticket, came, dependency);
        else if (view.Mode == GuardMode.Rejecting && Now < view.HoldsUntil)
            Reject(came);
        else if (view.Mode == GuardMode.PassThrough)
            RunUncounted(came);
        else
            Admit(new Attempt(Caller.Call, Now + TimeSpan.FromMilliseconds(100)) { IsCancelled = isCancelled }, came, dependency);
    }

    /// <summary>A call each so many seconds, from the first on.</summary>
    public void CallEvery(double seconds, double first = 0, Func<Answer>? dependency = null) => _cluster.Time.In(
        TimeSpan.FromSeconds(first),
        () =>
        {
            if (IsDead)
                return;
            CallEvery(seconds, seconds, dependency);
            Call(dependency);
        });

    public void Push(GrainSnapshot snapshot) => Later(() => Turn(session => session.OnPush(snapshot, Now)));

    /// <summary>The grain tells it something.</summary>
    public void Tell(Action<HostSession> step)
    {
        Told++;
        Later(() => Turn(step));
    }

    /// <summary>The grain grants it a lease that has become free.</summary>
    public void Grant(LateGrant grant) => Tell(session =>
    {
        LeasedAt ??= Now;
        session.OnGrant(grant.Reply, grant.At, Now);
    });

    private void Admit(Attempt attempt, TimeSpan came, Func<Answer>? dependency)
    {
        var decision = Session.Admit(ref attempt, Now, .5, out var ticket);
        Finish();
        switch (decision)
        {
            case Decision.Run:
                Run(ticket, came, dependency);
                break;
            case Decision.RunUncounted:
                RunUncounted(came);
                break;
            case Decision.Reject or Decision.GiveUp:
                Reject(came);
                break;
            default:
                Await(attempt.Deadline - Now, () => Admit(attempt, came, dependency));
                break;
        }
    }

    // Until there is news, or the time is over.
    private void Await(TimeSpan atMost, Action step)
    {
        var isDone = false;
        var once = () =>
        {
            if (!isDone)
                step();
            isDone = true;
        };
        _waiting.Add(once);
        _cluster.Time.In(atMost > TimeSpan.Zero ? atMost : default, once);
    }

    private void Reject(TimeSpan came)
    {
        _isUsed = true;
        Calls.Add(new(came, false, false, Snapshot.RetryAfter));
    }

    private void RunUncounted(TimeSpan came)
    {
        _isUsed = true;
        Calls.Add(new(came, true, false, null));
    }

    private void Run(CallTicket ticket, TimeSpan came, Func<Answer>? dependency)
    {
        var answer = (dependency ?? _cluster.Dependency)();
        Calls.Add(new(came, true, ticket.IsProbe, null));
        var counted = CountedAs.No;
        var ended = false;
        if (!ticket.IsProbe && Session.Settings is { SlowCallDuration: { } slow, FailsSlowCalls: var fails } && slow.TotalSeconds < answer.Seconds)
            _cluster.Time.In(slow, () =>
            {
                counted = fails ? CountedAs.Failed : CountedAs.Slow;
                if (!ended)
                    Turn(session => session.WentOverdue(ticket, counted, Now, .5));
            });
        if (answer.Seconds == 0)
            End();
        else
            _cluster.Time.In(TimeSpan.FromSeconds(answer.Seconds), End);

        void End()
        {
            ended = true;
            Turn(session => session.Ended(ticket, answer.Outcome, wasSlow: false, counted, Now, .5));
        }
    }

    public void Turn(Action<HostSession> step)
    {
        if (IsDead)
            return;
        step(Session);
        Finish();
    }

    private void Finish()
    {
        var effects = Session.Finish(Now);
        if (effects.Starts)
            _cluster.Time.In(_sweepPhase, Sweep);
        if (effects.Report is { } report && ++Reports > 0)
            Send(() => _cluster.Coordinator.Report(report, Now, .5), (session, reply) => session.OnReportReply(reply, Now));
        if (effects.ProbeRequest is { } request && ++ProbeRequests > 0)
            Send(() => _cluster.Coordinator.RequestProbe(request, Now, .5), (session, reply) =>
            {
                if (reply is { GrantedProbes.Length: > 0 })
                    LeasedAt ??= Now;
                session.OnProbeReply(reply, Now);
            });
        foreach (var end in effects.ProbeEnds)
        {
            ProbeEnds++;
            Send(() => _cluster.Coordinator.EndProbe(end, Now, .5), (session, reply) => session.OnProbeEndReply(end, reply, Now));
        }

        if (effects.TurnIn is { } wait)
            _cluster.Time.In(wait, () => Turn(_ => { }));
        Blind += effects.WarnGivenUp ? 1 : 0;
        if (!effects.HasNews)
            return;
        var waiting = _waiting;
        _waiting = [];
        waiting.ForEach(step => step());
    }

    private void Sweep()
    {
        if (IsDead || !Session.IsActive)
            return;
        Turn(session => session.Sweep(_isUsed, isWatched: false, Now, .5));
        _isUsed = false;
        if (Session.MaySleep(hasCallsInFlight: false, Now))
            Session.Sleep();
        else
            _cluster.Time.In(SweepInterval, Sweep);
    }

    private void Send(Func<CoordinatorStep<GrainReply>> atGrain, Action<HostSession, GrainReply?> atHost) => Later(() =>
    {
        if (IsDead)
            return;
        var reply = _cluster.IsReachable ? _cluster.CarryOut(atGrain()) : null;
        Later(() => Turn(session => atHost(session, reply)));
    });

    private void Later(Action step) => _cluster.Time.In(_oneWay, step);
}
