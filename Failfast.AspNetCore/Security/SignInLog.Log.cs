using Microsoft.Extensions.Logging;

namespace Failfast.Security;

internal sealed partial class SignInLog
{
    [LoggerMessage(FailfastLogEvents.SignInRefused, LogLevel.Warning, "A sign-in from {Address} was refused: that is not a key. {Untold} more were refused since the last such line.")]
    private partial void LogRefused(string address, int untold);
}
