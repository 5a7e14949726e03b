using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Models.Adapters;
using Srum.Judging;
using Srum.Recipes;
using Srum.Rollout;
using Srum.Runs;
using Srum.Training;

namespace Srum.Cli.Commands;

/// <summary><c>srum train</c>: trains on a run's judged pictures and writes the trained model.</summary>
internal sealed class TrainCommand : Command<TrainCommand.Flags>
{
    internal sealed class Flags : OneRecipeFlags
    {
        [CommandOption("--seed <N>")]
        [Description("Seed of batches, times, noise and text dropout, at least 0")]
        [DefaultValue(0L)]
        [InRange(0)]
        public long Seed { get; init; }

        [CommandOption("--out <FOLDER>")]
        [Description("Where to write the trained model; default: models/NAME in the run's folder")]
        public string? Out { get; init; }

        public void Check()
        {
            CheckTraining();
            OneRecipe();
        }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        flags.Check();
        if (flags.Out is not null)
        {
            OutputPath.CheckModelFolder(flags.Out, "--out");
        }

        // What learns from rendered pictures begins a run.
        var run = flags.OneRecipe().Train.Objective is Rendered ? RunFolder.Open(flags.Run)
            : RunFolder.Existing(flags.Run);
        var examples = Examples(run, flags);
        using var model = ShippedModel.Open(flags);
        var recipe = flags.OneRecipe(model.Settings.Draw);
        var training = new TrainingId(recipe.Name, flags.Seed);
        var folder = flags.Out ?? run.File("models", training.Name);
        OutputPath.CheckModelFolder(folder, "--out");
        using (var progress = ConsoleProgress.Create())
        {
            TrainStage.Run(run, model, examples, recipe.Train, training, progress, cancel);
        }

        model.Save(folder);
        var adapter = "";
        if (recipe.Train.Lora is { } lora)
        {
            var apart = Path.Combine(folder, "adapter");
            AdapterFolder.Write(apart, model.Layers, flags.Base ?? flags.Model ?? "data/model", lora.Dropout);
            adapter = $", its adapters merged; {apart} holds them alone, in PEFT's layout";
        }

        if (recipe.Rounds > 1)
        {
            Console.WriteLine(
                $"That was the first of the {recipe.Rounds} rounds of '{recipe.Name}': 'srum run' goes through all.");
        }

        Console.WriteLine(
            $"The trained model is in {folder}{adapter}. "
            + $"Next: {flags.Next("eval", "--model", folder, "--name", training.Name)}");
        return 0;
    }

    private static IReadOnlyList<TrainExample> Examples(RunFolder run, Flags flags)
    {
        var recipe = flags.OneRecipe();
        if (recipe.Train.Objective is not Rendered)
        {
            // Where pictures are judged, all systems leave out the same ones, those that learn from no rewards too.
            return recipe.Train.Objective.Questions == 0 && RunFolder.Recorded(run.Path, JudgeStage.Name) == 0
                ? TrainingSet.Of(run, RolloutStage.Read(run))
                : TrainingSet.Of(run, JudgeStage.Read(run), recipe.Train.Objective);
        }

        var world = ShippedModel.World(flags);
        var prompts = RenderedSet.Drawn(flags.SetOf(recipe.Rollout.PromptSet), world).Prompts;
        return RenderedSet.Of(
            prompts.Take(recipe.Rollout.PromptsOf(prompts.Count)).Select(prompt => prompt.Text), recipe.Train,
            new TrainingId(recipe.Name, flags.Seed), world);
    }
}
