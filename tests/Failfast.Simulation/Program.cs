using System.Globalization;
using Failfast.Simulation;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var line = CommandLine.Parse(args);
if (line.Error is { } error)
{
    Console.Error.WriteLine($"{error}\n\n{CommandLine.Usage}");
    return 2;
}

if (line.IsMutants)
    return MutantsCommand.Execute();
if (line.IsScale)
    return ScaleCommand.Execute(line.Hosts);
if (line.IsSurvey)
    return SurveyCommand.Execute(line, Console.Out);
return line.IsRange ? RangeCommand.Execute(line) : SeedCommand.Execute(line, Console.Out);
