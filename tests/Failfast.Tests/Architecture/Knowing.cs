namespace Failfast.Tests.Architecture.Knowing;

// Two types that know each other, for the test of the search for such.
#pragma warning disable CA1812, CA1823, IDE0051, IDE0052, CS0169, CS0414
internal sealed class KnowsForth
{
    private readonly KnowsBack? _back;
}

internal sealed class KnowsBack
{
    private readonly List<KnowsForth[]>? _forth;
}
