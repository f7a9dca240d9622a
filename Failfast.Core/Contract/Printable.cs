using System.Globalization;
using System.Text;

namespace Failfast;

/// <summary>Escapes names of any origin for messages that must stay on one line.</summary>
internal static class Printable
{
    /// <summary>The text with <c>\uXXXX</c> in place of control characters and line separators.</summary>
    public static string Of(string text)
    {
        if (IsPrintable(text))
            return text;
        var shown = new StringBuilder();
        foreach (var character in text)
            if (IsSpecial(character))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else
                shown.Append(character);
        return shown.ToString();
    }

    /// <summary>Whether there is nothing to escape.</summary>
    public static bool IsPrintable(string text)
    {
        foreach (var character in text)
            if (IsSpecial(character))
                return false;
        return true;
    }

    // Format characters can reverse the direction of the text that follows.
    private static bool IsSpecial(char character) => char.IsControl(character) || char.GetUnicodeCategory(character) is
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;
}
