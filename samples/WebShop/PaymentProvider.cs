namespace Failfast.Samples.WebShop;

/// <summary>Somebody else's service, here in the same process so that the sample is one program. It can be broken and mended.</summary>
internal static class PaymentProvider
{
    public static void MapPaymentProvider(this WebApplication app)
    {
        var isBroken = false;
        var provider = app.MapGroup("/provider");
        provider.MapPost("/charges", () => Volatile.Read(ref isBroken) ? Results.StatusCode(StatusCodes.Status500InternalServerError) : Results.Ok());
        provider.MapPost("/break", () => Volatile.Write(ref isBroken, true));
        provider.MapPost("/mend", () => Volatile.Write(ref isBroken, false));
    }
}
