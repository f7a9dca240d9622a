using System.ComponentModel;

namespace Failfast.Api.Resources;

/// <summary>A page of the list.</summary>
internal sealed record BreakerListResource(
    IReadOnlyList<BreakerSummaryResource> Breakers,
    [property: Description("Gives the next page if sent as 'continuation'; null on the last one.")] string? Continuation,
    [property: Description("How many breakers match, on all pages.")] int Total,
    [property: Description("How many breakers match the prefix, by state.")] BreakerCounts Counts,
    [property: Description("What did not answer in time, so that breakers may be missing.")] IReadOnlyList<string> Missing)
{
    public static BreakerListResource Of(BreakerPage page) =>
        new([.. page.Breakers.Select(BreakerSummaryResource.Of)], page.Continuation, page.Total, page.Counts, page.Missing);
}
