using System.Globalization;
using Spectre.Console.Cli;
using Srum.Display;
using Srum.Evaluation;
using Srum.Pretraining;

namespace Srum.Cli.Commands;

/// <summary><c>srum score</c>: what a model of the shapes world can do: draw, think, describe and judge.</summary>
internal sealed class ScoreCommand : Command<ScoreCommand.Flags>
{
    internal sealed class Flags : DrawFlags
    {
        [CommandOption("--prompts <N>")]
        [System.ComponentModel.Description("Prompts of each measure")]
        [System.ComponentModel.DefaultValue(280)]
        [InRange(7, 100_000)]
        public int Prompts { get; init; } = 280;
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        using var model = ShippedModel.Open(flags);
        ModelScores scores;
        using (var progress = ConsoleProgress.Create())
        {
            scores = ModelScores.Measure(
                model, flags.Settings(model.Settings.Draw), flags.Prompts, progress: progress, cancel: cancel);
        }

        Line("objects right, seen combinations", scores.ObjectsRight);
        Line("whole prompts right, seen combinations", scores.WholePromptsSeen);
        Line("whole prompts right, held out (tune)", scores.WholePromptsHeldOut);
        foreach (var (category, estimate) in scores.ByCategory)
        {
            Line("  " + category, estimate);
        }

        if (scores.Thinking is { } thinking)
        {
            Line("reasoning prompts drawn at once, held out", thinking.AtOnce);
            Gain("more after its own thought", thinking.Own);
            Gain("more after its own thought, phrases that it never drew", thinking.OwnOnlyTold);
            Gain("more after the right thought", thinking.Right);
            Gain("more after another prompt's thought", thinking.Other);
        }

        Line("rendered pictures described exactly", scores.Described);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"judge on rendered pictures, AUC within prompts: mean weight {scores.Judge.AucWithinPrompt:0.000}, whole "
                + $"picture {scores.SampleAuc:0.000}; pooled {scores.Judge.AucPooled:0.000}; n = {scores.Judge.N} "
                + $"pictures, {scores.Judge.Unanswered} judgements unanswered"));
        Console.WriteLine(AuditText.Errors);
        return 0;

        static void Gain(string name, Estimate estimate) => Write(
            "  " + name, estimate, FormattableString.Invariant(
                $"{100 * estimate.Mean:+0.0;-0.0;0.0} ± {100 * estimate.StandardError:0.0} points"));

        static void Line(string name, Estimate estimate) => Write(
            name, estimate, FormattableString.Invariant(
                $"{100 * estimate.Mean:0.0} ± {100 * estimate.StandardError:0.0} %"));

        static void Write(string name, Estimate estimate, string figure) =>
            Console.WriteLine($"{name}: {(estimate.HasInterval ? figure : Figures.None)} (n = {estimate.Count})");
    }
}
