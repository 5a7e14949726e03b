using System.ComponentModel;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Models;
using Srum.Pretraining;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary>
/// <c>srum pretrain</c>: trains the tiny model from nothing or further, or goes on where it was stopped.
/// </summary>
internal sealed class PretrainCommand : Command<PretrainCommand.Flags>
{
    internal sealed class Flags : CommonSettings
    {
        [CommandOption("--out <FOLDER>")]
        [Description("Model folder to write")]
        [DefaultValue("runs/pretrain/model")]
        public string Out { get; init; } = "runs/pretrain/model";

        [CommandOption("--state <FOLDER>")]
        [Description("Where the unfinished training is kept; the same folder resumes it")]
        [DefaultValue("runs/pretrain/state")]
        public string State { get; init; } = "runs/pretrain/state";

        [CommandOption("--design <DESIGN>")]
        [Description(
            "Bagel or Janus: what is trained from nothing, with its own sizes and numbers of steps; default: Bagel")]
        public ModelDesign? Design { get; init; }

        [CommandOption("--world <WORLD>")]
        [Description("small or wide: the shapes world of a training from nothing; default: wide")]
        public string? World { get; init; }

        [CommandOption("--steps <N>")]
        [Description("Steps of the joint training of drawing and understanding")]
        [InRange(1, 10_000_000)]
        public int? Steps { get; init; }

        [CommandOption("--autoencoder-steps <N>")]
        [Description("Steps of the autoencoder's training before it")]
        [InRange(1, 10_000_000)]
        public int? AutoencoderSteps { get; init; }

        [CommandOption("--near-miss-steps <N>")]
        [Description("Steps of a further training of --start, whose lessons are near misses")]
        [InRange(1, 10_000_000)]
        public int? NearMissSteps { get; init; }

        [CommandOption("--learning-rate <RATE>")]
        [Description("Largest learning rate of the joint training, or of the further one of --start")]
        [InRange(1e-8, 1)]
        public double? LearningRate { get; init; }

        [CommandOption("--independence <WEIGHT>")]
        [Description("Weight of a loss that asks attributes to be drawn independently; 0 leaves it out")]
        [InRange(0, 100)]
        public double? Independence { get; init; }

        [CommandOption("--start <FOLDER>")]
        [Description("A model folder to train further, with a fresh optimiser; default: from nothing")]
        public string? Start { get; init; }

        [CommandOption("--from-step <N>")]
        [Description(
            "Go on with a training from nothing at this step, from the weights of --start (the state's so-far, where "
                + "the state itself is lost)")]
        [InRange(1, 10_000_000)]
        public long? FromStep { get; init; }

        [CommandOption("--seed <N>")]
        [Description("Decides initial weights and all data; at least 0")]
        [InRange(0)]
        public long? Seed { get; init; }

        [CommandOption("--precision <TYPE>")]
        [Description("How the joint training computes: fp32; or mixed, fp32 with products in bf16")]
        [DefaultValue("fp32")]
        public string Precision { get; init; } = "fp32";

        // Later trainings take seeds a million further on.
        private const long LargestSeed = long.MaxValue - 2_000_000;

        public override ValidationResult Validate() =>
            Seed > LargestSeed ? ValidationResult.Error($"--seed must be at most {LargestSeed}, not {Seed}.")
            : Precision is not ("fp32" or "mixed") ? ValidationResult.Error(
                $"--precision must be fp32 or mixed, not '{Precision}'.")
            : Start is null && NearMissSteps is not null ? ValidationResult.Error(
                "--near-miss-steps belongs to --start. Name a model folder to train further, or give --steps.")
            : FromStep is not null ? FromGoingOn()
            : Start is null ? base.Validate()
            : Steps is not null || AutoencoderSteps is not null || Design is not null || World is not null
                ? ValidationResult.Error(
                    "--start trains a model further; --design, --world, --steps and --autoencoder-steps are those of a "
                    + "training from nothing. Give --near-miss-steps and --learning-rate, or leave --start out.")
            : base.Validate();

        private ValidationResult FromGoingOn() =>
            Start is null ? ValidationResult.Error(
                "--from-step belongs to --start. Name the model folder to go on from.")
            : NearMissSteps is not null || AutoencoderSteps is not null || Design is not null || World is not null
                ? ValidationResult.Error(
                    "--from-step goes on with drawing and understanding; --near-miss-steps, --autoencoder-steps, "
                    + "--design and --world do not belong to that. Leave them out.")
            : base.Validate();
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var design = flags.Start is { } start ? ModelDesigns.Of(ModelFiles.Find(start, null)) : flags.Design;
        var settings = PretrainSettings.Of(design ?? ModelDesign.Bagel);
        // The one rate that can be given is that of the training which takes place.
        var isFurther = flags.Start is not null && flags.FromStep is null;
        settings = settings with
        {
            Steps = flags.Steps ?? settings.Steps,
            AutoencoderSteps = flags.AutoencoderSteps ?? settings.AutoencoderSteps,
            NearMissSteps = flags.NearMissSteps ?? settings.NearMissSteps,
            NearMissRate = (isFurther ? flags.LearningRate : null) ?? settings.NearMissRate,
            LearningRate = (isFurther ? null : flags.LearningRate) ?? settings.LearningRate,
            IndependenceShare = flags.Independence ?? settings.IndependenceShare,
            Seed = flags.Seed ?? settings.Seed,
            Bfloat16 = flags.Precision == "mixed",
            World = flags.World,
            Start = flags.Start,
            FromStep = flags.FromStep,
        };
        OutputPath.CheckFolder(flags.State, "--state");
        OutputPath.CheckModelFolder(flags.Out, "--out");
        using (var progress = ConsoleProgress.Create())
        {
            Pretrainer.Run(settings, flags.State, flags.Out, report => progress.Report(Shown(report)), cancel);
        }

        Console.WriteLine($"The model is in {flags.Out}.");
        return 0;
    }

    private static StageProgress Shown(PretrainReport report)
    {
        var losses = report.Losses
            .Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:0.000}"));
        return new(report.Stage, report.Step, report.Steps, "steps", Detail: string.Join("  ", losses));
    }
}
