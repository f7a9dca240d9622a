using System.Net;

namespace Failfast.Http;

/// <summary>The content of a response whose reading is counted.</summary>
internal sealed class CountedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly BodyReading _reading;

    public CountedContent(HttpContent inner, BodyReading reading)
    {
        (_inner, _reading) = (inner, reading);
        foreach (var (name, values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    /// <summary>Whether the body tells more than the headers did.</summary>
    public static bool IsWanted(HttpRequestMessage request, HttpResponseMessage response) =>
        request.Method != HttpMethod.Head
        // What follows is another protocol's.
        && response.StatusCode != HttpStatusCode.SwitchingProtocols
        && response.Content.Headers is { ContentLength: not 0 } headers
        && !"text/event-stream".Equals(headers.ContentType?.MediaType, StringComparison.OrdinalIgnoreCase);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var body = await CreateContentReadStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
            await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var body = CreateContentReadStream(cancellationToken);
        body.CopyTo(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new CountedStream(await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _reading);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        new CountedStream(_inner.ReadAsStream(cancellationToken), _reading);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reading.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
