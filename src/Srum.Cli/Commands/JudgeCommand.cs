using System.Globalization;
using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Display;
using Srum.Endpoints;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Regions;
using Srum.Rollout;
using Srum.Rounds;
using Srum.Runs;
using Srum.Training;

namespace Srum.Cli.Commands;

/// <summary><c>srum judge</c>: judges the pictures of a run, or one picture for one prompt.</summary>
internal sealed class JudgeCommand : Command<JudgeCommand.Flags>
{
    internal sealed class Flags : ShardFlags
    {
        [CommandArgument(0, "[PICTURE]")]
        [Description("A PNG or JPEG file to judge for --prompt; left out, the rollout of --run is judged")]
        public string? Picture { get; init; }

        [CommandOption("--prompt <TEXT>")]
        [Description("The prompt that PICTURE is judged for")]
        public string? Prompt { get; init; }

        [CommandOption("--out <FILE>")]
        [Description("Where to draw the boxes and the reward map over PICTURE, .png or .jpg; default: judged.png")]
        public string? Out { get; init; }

        [CommandOption("--judge <WHO>")]
        [Description("Who judges: own, truth or endpoint:NAME, a name in judges.json; default: as the recipe says")]
        public string? Judge { get; init; }

        protected override IEnumerable<string> Changes => [.. JudgeFlag.Changes(Judge), .. base.Changes];

        protected override bool WorksInRun => Picture is null;

        public override ValidationResult Validate() =>
            JudgeFlag.Fault(Judge, Set) is { } fault ? ValidationResult.Error(fault) : Picture is null != Prompt is null
                ? ValidationResult.Error("A picture is judged for a prompt: give both PICTURE and --prompt, or neither "
                    + "to judge a run's rollout.")
                : Picture is null && Out is not null ? ValidationResult.Error(
                    "--out draws over one PICTURE: give that and its --prompt, or leave --out out.")
                : Picture is not null && Shard is not null ? ValidationResult.Error(
                    "--shard is a part of a run's rollout, and PICTURE is judged whole: leave --shard out.")
                : Prompt is not null && IsPrompt(Prompt, "--prompt") is { Successful: false } wrong ? wrong
                : base.Validate();
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        if (flags.Picture is null)
        {
            JudgeRun(flags, cancel);
        }
        else
        {
            JudgeOne(flags, flags.Picture, cancel);
        }

        return 0;
    }

    private static void JudgeRun(Flags flags, CancellationToken cancel)
    {
        var (part, recipe) = (flags.Part(), flags.OneRecipe());
        if (recipe.Train.Objective.Questions == 0)
        {
            throw new UsageException(
                $"The recipe '{recipe.Name}' learns from no rewards, so there is nothing to judge for it. Next: "
                + flags.Next("train"));
        }

        var endpoints = new EndpointBook().With(recipe.Judge);
        var run = RunFolder.Existing(flags.Run);
        var rollout = RolloutStage.Read(run);
        using var model = ShippedModel.Open(flags);
        var judge = Judges.Of(recipe, model, endpoints);
        IReadOnlyList<JudgeRecord> records;
        using (var progress = ConsoleProgress.Create())
        {
            records = JudgeStage.Run(
                run, judge, rollout, run.JudgementCache, part, progress: progress, cancel: cancel);
        }

        var tally = JudgeTally.Of(records, recipe.Train.Objective.Questions);
        Console.WriteLine(
            $"{tally.Pictures} pictures judged, {tally.NotTrained} without the score that a training needs; "
            + $"{tally.Regions} regions, {tally.UnansweredRegions} unanswered (left out), {tally.IrrelevantRegions} "
            + "not in the prompt.");
        if (!recipe.Train.Objective.Questions.HasFlag(JudgeQuestions.Regions)
            && recipe.Judge.Proposer != new OwnJudgeSettings().Proposer)
        {
            Console.WriteLine(
                $"The recipe '{recipe.Name}' asks about no regions: nothing was proposed by {recipe.Judge.Proposer}.");
        }

        foreach (var remark in Remarks(tally))
        {
            Console.WriteLine(remark);
        }

        Console.WriteLine(records.Count < rollout.Count
            ? flags.Waiting(part, $"{records.Count} of {rollout.Count} pictures are judged", "train")
            : $"Next: {flags.Next("train")}");
    }

    private static IEnumerable<string> Remarks(JudgeTally tally)
    {
        if (tally.BareScores > 0)
        {
            yield return $"{tally.BareScores} scores name neither what was seen nor a reason.";
        }

        if (tally.SteeringPrompts > 0)
        {
            yield return $"{tally.SteeringPrompts} pictures have a prompt that speaks to the judge: look at their "
                + "scores before you train on them.";
        }
    }

    private static void JudgeOne(Flags flags, string file, CancellationToken cancel)
    {
        var recipe = flags.OneRecipe();
        // A reward of the whole picture has one weight for all of it: the map of regions and layout shows more.
        var rule = recipe.Train.Objective is Rewarded { Reward: not RewardKind.Sample } rewarded ? rewarded.Map
            : MapRule.Published;
        var drawn = OutputPath.OfPicture(flags.Out, "judged.png", "--out");
        var endpoints = new EndpointBook().With(recipe.Judge);
        var picture = PictureFile.Read(file, ShippedModel.Settings(flags).DropsAlpha);
        using var model = ShippedModel.Open(flags);
        var judge = Judges.Of(recipe.Judge, model, JudgeQuestions.All, endpoints: endpoints);
        var record = judge.Run([new JudgeRequest("0", flags.Prompt!, file, picture, Seed: 0)], cancel)[0];
        for (var i = 0; i < record.Regions.Count; i++)
        {
            var region = record.Regions[i];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"region {i + 1}  {Score(region.Score)}  {region.Object ?? "?"}"
                    + $"{(region.Relevant ? "" : " (not in the prompt)")}  "
                    + $"at {100 * region.Box.Left:0},{100 * region.Box.Top:0} "
                    + $"to {100 * region.Box.Right:0},{100 * region.Box.Bottom:0} %"));
            Console.WriteLine($"    {region.Reason}");
        }

        Console.WriteLine($"layout    {Score(record.Layout!.Score)}");
        Console.WriteLine($"    {record.Layout.Reason}");
        Console.WriteLine($"picture   {Score(record.Sample!.Score)}");
        Console.WriteLine($"    {record.Sample.Reason}");
        var map = DualReward.From(record, picture.Width, picture.Height) is { } reward
            ? RewardMap.Paint(rule, picture.Width, picture.Height, reward)
            : null;
        Console.WriteLine(map is null
            ? "reward map: none, because the layout has no score"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"reward map ({rule.Name}): mean {map.Pixels.Average():0.000}, "
                    + $"from {map.Pixels.Min():0.000} to {map.Pixels.Max():0.000}"));
        PictureFile.Write(drawn, JudgedPicture.Paint(picture, record.Regions, map));
        Console.WriteLine($"drawn into {drawn}");
        if (record.Open is { } open)
        {
            throw new SrumException(
                $"{open.Count} questions got no reply. {open.Reason} Give the same command again to ask once more.");
        }
    }

    private static string Score(double? score) =>
        score is { } value ? FormattableString.Invariant($"{value:+0.00;-0.00; 0.00}") : "no answer";
}
