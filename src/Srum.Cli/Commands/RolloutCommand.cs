using Spectre.Console.Cli;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary><c>srum rollout</c>: draws the pictures of a run.</summary>
internal sealed class RolloutCommand : Command<RoundFlags>
{
    public override int Execute(CommandContext context, RoundFlags flags, CancellationToken cancel)
    {
        var (part, prompts, run) = (flags.Part(), flags.RolloutSet(), RunFolder.Open(flags.Run));
        using var model = ShippedModel.Open(flags);
        using var progress = ConsoleProgress.Create();
        var records = RolloutStage.Run(run, model, prompts, flags.Round(model.Settings).Rollout, part, progress, cancel);
        Console.WriteLine($"{records.Count} pictures are in {run.File("pictures")}. Next: srum judge --run {flags.Run}");
        return 0;
    }
}
