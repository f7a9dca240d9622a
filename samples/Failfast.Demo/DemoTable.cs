using Spectre.Console;

namespace Failfast.Demo;

/// <summary>The closing table, with an explanation of its terms.</summary>
internal static class DemoTable
{
    public static void Write(IAnsiConsole console, DemoReport report, int hosts)
    {
        var (guarded, bare) = (report.Guarded, report.Bare);
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("").AddColumn(Right("guarded")).AddColumn(Right("bare"));
        Add("requests", figures => $"{figures.Counts.Arrived}");
        Add("[bold]served[/]", figures => $"[bold]{figures.Served}[/] ({Share(figures)})");
        Add("  with a real answer", figures => $"{figures.Counts.Real}");
        Add("  with a polite answer", figures => $"{figures.Counts.Polite}");
        Add("answered too late", figures => $"{figures.Counts.Late}");
        Add("not answered by the end", figures => $"{figures.Unanswered}");
        table.AddEmptyRow();
        Add("median latency", figures => $"{figures.MedianMs:0} ms");
        Add("[bold]p99 latency[/]", figures => $"[bold]{figures.P99Ms:0} ms[/]");
        Add("[bold]most workers stuck at once[/]", figures => $"[bold]{figures.MaxStuck}[/] of {hosts * DemoPlan.Workers}");
        console.WriteLine();
        console.Write(table);

        console.MarkupLine(report.OpenedAfterMs is { } opened
            ? $"The breaker was open [bold]{opened:0} ms[/] after the service had turned slow{Everywhere(report, hosts)}."
            : "[red]The breaker was not seen open after the service had turned slow.[/]");
        if (report.Warning is { } warning)
            console.MarkupLine($"[yellow]{Markup.Escape(warning)}[/]");
        console.MarkupLine(
            $"[grey]Served: answered within {DemoPlan.Deadline.TotalSeconds:0} s of arrival, by the service or politely.[/]");
        console.MarkupLine(
            "[grey]Latency: from arrival, including the wait for a worker; an unanswered request counts with its age at the end.[/]");
        console.MarkupLine(
            $"[grey]Stuck: a worker that has waited more than {DemoPlan.StuckAfter.TotalMilliseconds:0} ms for the service. "
            + $"Both groups give up a call after {DemoPlan.HttpTimeout.TotalSeconds:0} s (HttpClient.Timeout).[/]");

        void Add(string name, Func<GroupFigures, string> of) => table.AddRow(name, of(guarded), of(bare));
    }

    private static string Everywhere(DemoReport report, int hosts) => hosts == 1 ? ""
        : report.OpenEverywhereAfterMs is { } all ? $", on all {hosts} hosts after [bold]{all:0} ms[/]"
        : ", but not on every host";

    private static string Share(GroupFigures figures) =>
        figures.Counts.Arrived == 0 ? "-" : $"{100.0 * figures.Served / figures.Counts.Arrived:0.0} %";

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();
}
