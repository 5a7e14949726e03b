using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Rewards;
using Srum.Runs;
using Srum.Training;

namespace Srum.Cli.Commands;

/// <summary><c>srum train</c>: trains on a run's judged pictures and writes the trained model.</summary>
internal sealed class TrainCommand : Command<TrainCommand.Flags>
{
    internal sealed class Flags : RoundFlags
    {
        [CommandOption("--sft")]
        [Description("Train the supervised baseline: no rewards, no constraint")]
        public bool Sft { get; init; }

        [CommandOption("--training-seed <N>")]
        [Description("Seed of batches, times, noise and text dropout, at least 0")]
        [DefaultValue(0L)]
        [InRange(0)]
        public long TrainingSeed { get; init; }

        [CommandOption("--out <FOLDER>")]
        [Description("Where to write the trained model; default: models/NAME in the run's folder")]
        public string? Out { get; init; }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        flags.CheckTraining();
        if (flags.Out is not null)
        {
            OutputPath.CheckModelFolder(flags.Out, "--out");
        }

        var run = RunFolder.Open(flags.Run);
        var judged = JudgeStage.Read(run);
        using var model = ShippedModel.Open(flags);
        var settings = flags.Round(model.Settings);
        var recipe = (flags.Sft ? settings.Train.AsSft() : settings.Train) with { Seed = flags.TrainingSeed };
        var folder = flags.Out ?? run.File("models", TrainStage.NameOf(recipe));
        OutputPath.CheckModelFolder(folder, "--out");
        using (var progress = ConsoleProgress.Create())
        {
            TrainStage.Run(run, model, TrainingSet.Of(run, judged, recipe), recipe, progress, cancel);
        }

        model.Save(folder);
        Console.WriteLine($"The trained model is in {folder}. Next: srum eval --model {folder} --name {TrainStage.NameOf(recipe)} --run {flags.Run}");
        return 0;
    }
}
