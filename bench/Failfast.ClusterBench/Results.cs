using System.Globalization;
using System.Text;

namespace Failfast.ClusterBench;

/// <summary>Figures, printed as they come, and tables.</summary>
internal sealed class Results(TextWriter figures)
{
    private readonly StringBuilder _markdown = new();

    public string Markdown => _markdown.ToString();

    /// <summary>One line for the program that collects them, such as <c>figure idle_messages_per_second 0</c>.</summary>
    public void Figure(string name, double value)
    {
        if (!double.IsFinite(value))
            throw new InvalidOperationException($"{name} was not measured: {value}.");
        figures.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure {name} {value:0.######}"));
        figures.Flush();
    }

    /// <param name="title">What the table shows.</param>
    /// <param name="notes">How it was measured.</param>
    /// <param name="columns">The heads.</param>
    /// <param name="rows">Text, and numbers, which are shown with about three digits.</param>
    public void Table(string title, string notes, string[] columns, IEnumerable<object[]> rows)
    {
        _markdown.Append(CultureInfo.InvariantCulture, $"### {title}\n\n{notes}\n\n");
        Row(columns);
        Row([.. columns.Select(_ => "---")]);
        foreach (var row in rows)
            Row([.. row.Select(Text)]);
        _markdown.Append('\n');
    }

    private static string Text(object value) => value switch
    {
        double number when !double.IsFinite(number) => throw new InvalidOperationException($"Not measured: {number}."),
        double number when Math.Abs(number) >= 100 => number.ToString("#,0", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) >= 10 => number.ToString("0.#", CultureInfo.InvariantCulture),
        double number => number.ToString("0.###", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString("#,0", CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private void Row(string[] cells) => _markdown.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
