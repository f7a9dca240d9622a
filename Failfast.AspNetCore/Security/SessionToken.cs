using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Failfast.Security;

/// <summary>
/// What the page's cookie holds: until when it is good, and a signature that only a holder of the key can make. The key is not in it,
/// nothing is kept in memory, and every silo with the same key accepts it.
/// </summary>
/// <remarks>Layout: expiry (8 bytes, seconds of Unix time), nonce (16), signature (32) of both by a key that is derived from the API key.</remarks>
internal sealed class SessionToken(string apiKey)
{
    private const int NonceLength = 16;
    private const int ContentLength = sizeof(long) + NonceLength;
    private const int Length = ContentLength + HMACSHA256.HashSizeInBytes;

    private readonly byte[] _signingKey = HMACSHA256.HashData(Encoding.UTF8.GetBytes(apiKey), "failfast page session 1"u8);

    public string Issue(DateTimeOffset expiry)
    {
        var token = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(token, expiry.ToUnixTimeSeconds());
        RandomNumberGenerator.Fill(token.AsSpan(sizeof(long), NonceLength));
        HMACSHA256.HashData(_signingKey, token.AsSpan(0, ContentLength), token.AsSpan(ContentLength));
        return Base64Url.EncodeToString(token);
    }

    public bool IsGood(string text, DateTimeOffset now)
    {
        // Longer or shorter text is never decoded.
        if (text.Length != Base64Url.GetEncodedLength(Length))
            return false;
        Span<byte> token = stackalloc byte[Length];
        if (!Base64Url.TryDecodeFromChars(text, token, out var written) || written != Length)
            return false;
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_signingKey, token[..ContentLength], signature);
        return CryptographicOperations.FixedTimeEquals(signature, token[ContentLength..])
            && now.ToUnixTimeSeconds() < BinaryPrimitives.ReadInt64BigEndian(token);
    }
}
