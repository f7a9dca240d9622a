using System.ComponentModel;

namespace Failfast.Demo;

/// <summary>The help text of a numeric option, with its range.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RangeDescriptionAttribute(string what, int min, int max, string more = "") : DescriptionAttribute($"{what}, {min} to {max}.{more}");
