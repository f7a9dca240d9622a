using System.ComponentModel;

namespace Failfast.Api.Resources;

/// <summary>What has become of a command on a family.</summary>
internal sealed record FamilyResource
{
    [Description("How many breakers of the family have answered.")]
    public int Done { get; init; }

    [Description("Breakers that gave no answer: the command may have taken effect or not.")]
    public required IReadOnlyList<string> NotKnown { get; init; }

    [Description("Breakers on which the command is in force, but would not survive the loss of every process.")]
    public required IReadOnlyList<string> NotStored { get; init; }

    public static FamilyResource Of(IReadOnlyList<FamilyMember> members) => new()
    {
        Done = members.Count(member => member.Status is not null),
        NotKnown = [.. members.Where(member => member.Status is null).Select(member => member.Name)],
        NotStored = [.. members.Where(member => member.Status is { Durability: not BreakerDurability.Durable }).Select(member => member.Name)],
    };
}
