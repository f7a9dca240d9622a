namespace Failfast;

/// <summary>Decides which results of one type, and of derived types, are failures.</summary>
internal abstract class ResultRule
{
    /// <summary>The type that the rule is for.</summary>
    public abstract Type Type { get; }

    /// <summary>The rule for every value declared as <typeparamref name="TResult"/>; null if it does not cover all of them.</summary>
    public abstract Func<TResult, bool>? ForAll<TResult>();

    /// <summary>Whether a result is of the rule's type and a failure.</summary>
    public abstract bool IsFailure(object? result);
}

/// <inheritdoc/>
internal sealed class ResultRule<T>(Func<T, bool> isFailure) : ResultRule
{
    public override Type Type => typeof(T);

    public override Func<TResult, bool>? ForAll<TResult>() =>
        // References are passed as they are; a value is boxed if the rule is for another type.
        isFailure is Func<TResult, bool> rule ? rule
        : typeof(T).IsAssignableFrom(typeof(TResult)) ? result => isFailure((T)(object?)result!)
        : null;

    public override bool IsFailure(object? result) => result is T own && isFailure(own);
}
