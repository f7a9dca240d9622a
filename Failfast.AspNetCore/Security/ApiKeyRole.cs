namespace Failfast.Security;

/// <summary>What the holder of a key may do.</summary>
internal enum ApiKeyRole : byte
{
    Read = 1,
    Steer = 2,
}
