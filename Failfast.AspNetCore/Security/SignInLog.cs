using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Failfast.Security;

/// <summary>Says who was refused. Whoever tries many keys does not fill the log: one line a second at most, with how many were left out.</summary>
internal sealed partial class SignInLog(TimeProvider time, ILogger<SignInLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _turn = new();
    private long? _last;
    private int _untold;

    public void Refused(HttpContext http)
    {
        int untold;
        lock (_turn)
        {
            if (_last is { } last && time.GetElapsedTime(last) < Interval)
            {
                _untold++;
                return;
            }

            _last = time.GetTimestamp();
            (untold, _untold) = (_untold, 0);
        }

        LogRefused($"{http.Connection.RemoteIpAddress}", untold);
    }
}
