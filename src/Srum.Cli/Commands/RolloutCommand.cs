using Spectre.Console.Cli;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary><c>srum rollout</c>: draws the pictures of a run.</summary>
internal sealed class RolloutCommand : Command<ShardFlags>
{
    public override int Execute(CommandContext context, ShardFlags flags, CancellationToken cancel)
    {
        var (part, prompts) = (flags.Part(), flags.SetOf(flags.OneRecipe().Rollout.PromptSet));
        var run = RunFolder.Open(flags.Run);
        using var model = ShippedModel.Open(flags);
        var recipe = flags.OneRecipe(model.Settings.Draw);
        recipe.Rollout.Check(prompts);
        IReadOnlyList<RolloutRecord> records;
        using (var progress = ConsoleProgress.Create())
        {
            records = RolloutStage.Run(run, model, prompts, recipe.Rollout, part, progress, cancel);
        }

        // What learns from no rewards has nothing to judge.
        var next = recipe.Train.Objective.Questions == 0 ? "train" : "judge";
        Console.WriteLine(RolloutStage.IsDone(run)
            ? $"{records.Count} pictures are in {run.File("pictures")}. Next: {flags.Next(next)}"
            : flags.Waiting(part, $"{records.Count} of {RolloutStage.Planned(run)} pictures are drawn", next));
        return 0;
    }
}
