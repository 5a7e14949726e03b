using System.ComponentModel;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Models;
using Srum.Rounds;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Cli;

/// <summary>Flags of the commands that train systems and evaluate them.</summary>
internal class SystemsFlags : RoundFlags
{
    [CommandOption("--rounds <N>")]
    [Description("Rounds: from the second on each system draws with what the round before made of it, the next prompts of the file; more rounds go on from those that are done; default: 4, of the published recipe 1")]
    [InRange(1, 1000)]
    public int? Rounds { get; init; }

    [CommandOption("--guidances <SCALES>")]
    [Description("Evaluate every system at these guidance scales, as in 1,1.5,2, and report each at its best")]
    public string? GuidanceScales { get; init; }

    [CommandOption("--choose-on <FILE>")]
    [Description("Prompts that choose the scale (with --guidances); default: data/prompts/tune.json, and the evaluated ones where those are it")]
    public string? ChooseOn { get; init; }

    // The full recipe has scales of its own.
    private bool ComparesGuidances => GuidanceScales is not null || Recipe == Recipe.Full;

    private string[] Scales => GuidanceScales?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    public override ValidationResult Validate() =>
        ChooseOn is not null && !ComparesGuidances ? ValidationResult.Error("--choose-on chooses between scales: name them with --guidances.")
        : Scales.Any(scale => Scale(scale) is not (>= 0 and <= 100)) || Scales.Distinct().Count() < Scales.Length
            ? ValidationResult.Error($"--guidances must be numbers between 0 and 100, each once, with commas between, as in 1,1.5,2; not '{GuidanceScales}'.")
        : base.Validate();

    public override RoundSettings Round(ModelSettings model)
    {
        var round = base.Round(model);
        return round with
        {
            LaterRounds = Rounds - 1 ?? round.LaterRounds,
            Guidances = GuidanceScales is null ? round.Guidances : [.. Scales.Select(scale => Scale(scale)!.Value)],
        };
    }

    /// <summary>The prompts that choose a scale; null = those that are evaluated, or nothing is chosen.</summary>
    public PromptSet? ChoosingSet()
    {
        if (!ComparesGuidances)
        {
            return null;
        }

        var set = PromptSet.Read(ChooseOn ?? ShippedModel.DataFolder("prompts", "tune.json"));
        return set.Prompts.SequenceEqual(EvaluationSet().Prompts) ? null : set;
    }

    /// <summary>The names of systems in a flag's value.</summary>
    protected static string[] NamesIn(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What is wrong with the names in a flag's value; null = an ablation knows them all.</summary>
    protected static ValidationResult? Unknown(string flag, IReadOnlyList<string> names)
    {
        try
        {
            AblationArms.Of(names, new TrainSettings());
            return null;
        }
        catch (SrumException wrong)
        {
            return ValidationResult.Error($"{flag}: {wrong.Message}");
        }
    }

    private static double? Scale(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var scale) ? scale : null;
}
