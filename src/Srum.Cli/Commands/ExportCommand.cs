using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Formats;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary><c>srum export</c>: a run, a trained model, or both in the published tools' files.</summary>
internal sealed class ExportCommand : Command<ExportCommand.Flags>
{
    internal sealed class Flags : CommonSettings
    {
        [CommandOption("--run <FOLDER>")]
        [Description("A judged run: prompts, pictures, rollout metadata, scored and training jsonl, SFT parquet")]
        public string? Run { get; init; }

        [CommandOption("--model <FOLDER>")]
        [Description(
            "A trained model or checkpoint, perhaps of the generation half alone, or adapters, which are merged: "
            + "model.safetensors in bf16")]
        public string? Model { get; init; }

        [CommandOption("--base <FOLDER>")]
        [Description("The whole model that --model was trained from; it fills what that leaves out")]
        public string? Base { get; init; }

        [CommandOption("--shard-size <GIB>")]
        [Description("Most GiB of weights a file, with an index; default: one file")]
        [InRange(0.001, 1024)]
        public double? ShardSize { get; init; }

        [CommandOption("--out <FOLDER>")]
        [Description("Where to write")]
        [DefaultValue("upstream")]
        public string Out { get; init; } = "upstream";

        public override ValidationResult Validate() =>
            Run is null && Model is null ? ValidationResult.Error(
                "Nothing to export: name a judged run with --run, a model with --model and --base, or both.")
            : Model is not null && Base is null
                ? ValidationResult.Error("--model needs --base, the whole model that it was trained from.")
            : Model is null && (Base is not null || ShardSize is not null) ? ValidationResult.Error(
                $"{(Base is null ? "--shard-size" : "--base")} belongs to --model: name a model, or leave it out.")
            : ValidationResult.Success();
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        OutputPath.CheckFolder(flags.Out, "--out");
        InputPath.CheckFolder(flags.Model, "--model", "model folder", "Name one that exists.");
        InputPath.CheckFolder(flags.Base, "--base", "model folder", "Name one that exists.");
        if (flags.Run is not null)
        {
            ExportTally tally;
            using (var progress = ConsoleProgress.Create())
            {
                tally = UpstreamExport.Run(RunFolder.Existing(flags.Run), flags.Out, progress, cancel);
            }

            Console.WriteLine(
                $"{tally.Pictures} pictures are in {flags.Out}; {tally.Trained} of them to train on"
                + (tally.Unanswered > 0 ? $", {tally.Unanswered} without a score of the layout or the whole." : "."));
        }

        if (flags is { Model: { } model, Base: { } whole })
        {
            var folder = Path.Combine(flags.Out, "model");
            var most = flags.ShardSize is { } size ? (long)(size * (1L << 30)) : long.MaxValue;
            var sources = CheckpointFolder.Complete(model, whole, folder, most, averageAsMain: true);
            Console.WriteLine(
                $"The model is in {folder}: {sources.Count(tensor => tensor.Value)} tensors of {model}, "
                + $"{sources.Count(tensor => !tensor.Value)} of {whole}.");
        }

        return 0;
    }
}
