using System.Collections.Concurrent;

namespace Failfast;

/// <summary>
/// The rules for results of one breaker or family. A rule may cover a result by its declared type or by its actual type; all rules that
/// cover it are tried until one calls it a failure.
/// </summary>
internal sealed class ResultRules
{
    private readonly ConcurrentDictionary<Type, object> _byDeclared = [];
    private volatile ResultRule[] _rules = [];

    public bool IsEmpty => _rules.Length == 0;

    /// <summary>Adds a rule, in place of an earlier one for the same type.</summary>
    public void Set(ResultRule rule)
    {
        _rules = [.. _rules.Where(each => each.Type != rule.Type), rule];
        _byDeclared.Clear();
    }

    /// <summary>Whether a result declared as <typeparamref name="T"/> is a failure; throws what a rule throws.</summary>
    public bool IsFailure<T>(T result)
    {
        if (!_byDeclared.TryGetValue(typeof(T), out var known))
            _byDeclared[typeof(T)] = known = new Declared<T>(_rules);
        return ((Declared<T>)known).IsFailure(result);
    }

    private sealed class Declared<T>
    {
        private readonly Func<T, bool>[] _forAll;
        private readonly ResultRule[] _forSome;

        public Declared(ResultRule[] rules)
        {
            _forAll = [.. rules.Select(rule => rule.ForAll<T>()).OfType<Func<T, bool>>()];
            // A result may be of a more derived type than declared, unless the declared type is sealed.
            var isExact = typeof(T).IsSealed && Nullable.GetUnderlyingType(typeof(T)) is null;
            _forSome = isExact ? [] : [.. rules.Where(rule => rule.ForAll<T>() is null)];
        }

        public bool IsFailure(T result)
        {
            foreach (var rule in _forAll)
                if (rule(result))
                    return true;
            foreach (var rule in _forSome)
                if (rule.IsFailure(result))
                    return true;
            return false;
        }
    }
}
