using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Display;
using Srum.Models;
using Srum.Native;
using Srum.Planning;
using Srum.Prompts;

namespace Srum.Cli.Commands;

/// <summary><c>srum plan</c>: what a stage will need, from a model's configs and headers alone.</summary>
internal sealed class PlanCommand : Command<PlanCommand.Flags>
{
    internal sealed class Flags : OneRecipeFlags
    {
        [CommandOption("--stage <STAGE>")]
        [Description("rollout, judge or train; default: all three")]
        public PlanStage? Stage { get; init; }

        [CommandOption("--memory <GIB>")]
        [Description("GiB that the device has; default: this machine's memory for cpu, unknown for cuda")]
        [InRange(0.001, 1e6)]
        public double? Memory { get; init; }

        [CommandOption("--rate <TFLOPS>")]
        [Description("10¹² operations a second that the device does; default: measured now for cpu, unknown for cuda")]
        [InRange(0.001, 1e6)]
        public double? Rate { get; init; }

        [CommandOption("--reply <TOKENS>")]
        [Description("Tokens of a judge's reply")]
        [DefaultValue(128)]
        [InRange(1, 65536)]
        public int Reply { get; init; } = 128;

        protected override bool WorksInRun => false;

        /// <summary>The stages.</summary>
        public IReadOnlyList<PlanStage> Stages => Stage is { } one ? [one] : Enum.GetValues<PlanStage>();
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var precision = flags.Held;
        if (flags.Device is not ("cpu" or "cuda"))
        {
            throw new UsageException($"--device must be cpu or cuda, not '{flags.Device}'.");
        }

        var model = PlannedModel.Read(ShippedModel.Folder(flags), flags.Base);
        var recipe = flags.OneRecipe(model.Settings.Draw);
        var set = flags.SetOf(recipe.Rollout.PromptSet);
        recipe.Rollout.Check(set);
        var prompts = set.Prompts;
        // Each prompt's texts: its own, or those that it is composed of.
        string[][] texts =
        [
            .. prompts.Select(prompt => (string[])[prompt.Text]),
            .. prompts.Where(prompt => recipe.Rollout.Composed > 0 && prompt.Composed is not null)
                .Select(prompt => Composition.Parse(prompt.Composed!).Select(part => part.Text).ToArray()),
        ];
        var onCpu = flags.Device == "cpu";
        long? limit = flags.Memory is { } given ? (long)(given * (1L << 30))
            : onCpu ? Doctor.UsableMemory.Bytes() : null;
        var rate = flags.Rate is { } told ? told * 1e12 : onCpu ? MeasuredRate() : (double?)null;
        Console.WriteLine(
            $"{model.Folder}: {Figures.Count(model.Design.Parameters)} parameters, "
            + $"{Figures.Bytes(model.StoredBytes)} of weights in its files. "
            + $"Recipe {recipe.Name}, {flags.Device}, "
            + $"{precision.ToString().ToLowerInvariant()}.");
        var fits = true;
        foreach (var stage in flags.Stages)
        {
            if (stage == PlanStage.Train && precision == ModelPrecision.Bf16 && recipe.Train.Lora is null)
            {
                Console.WriteLine(
                    "\ntrain\n  --precision bf16 trains adapters alone (train.lora): plan with fp32 or mixed.");
                continue;
            }

            if (stage == PlanStage.Judge && recipe.Train.Objective.Questions == 0)
            {
                Console.WriteLine($"\njudge\n  The recipe '{recipe.Name}' learns from no rewards: nothing is judged.");
                continue;
            }

            fits &= Print(
                new PlannedRun(
                    model, stage, recipe, precision, texts.Max(own => own.Max(model.Design.Tokens)))
                {
                    ReplyTokens = flags.Reply, SetSize = prompts.Count, Texts = texts.Max(own => own.Length),
                },
                limit, rate, onCpu);
        }

        return fits ? 0 : throw new SrumException(
            "It does not fit: change what is named above, or take a device with more memory.");
    }

    private static bool Print(PlannedRun run, long? limit, double? rate, bool onCpu)
    {
        var needs = run.Needs;
        Console.WriteLine();
        Console.WriteLine(run.Stage.ToString().ToLowerInvariant());
        foreach (var share in needs.Shares)
        {
            Console.WriteLine($"  {Figures.Bytes(share.Bytes),12}  {share.Name}");
        }

        var program = onCpu ? StageNeeds.Program : 0;
        if (onCpu)
        {
            Console.WriteLine($"  {Figures.Bytes(program),12}  the program, its libraries and kernels' buffers, about");
        }

        var peak = needs.Peak + program;
        var fits = limit is null || peak <= limit;
        Console.WriteLine(
            $"  {Figures.Bytes(peak),12}  at its fullest"
            + (limit is { } most ? $" of {Figures.Bytes(most)}: it {(fits ? "fits" : "does not fit")}" : "")
            + ".");
        if (!onCpu)
        {
            Console.WriteLine("                The device's own context and kernels' buffers come on top.");
        }

        Console.WriteLine(
            $"  {Figures.Bytes(needs.LoadBytes),12}  host memory more while weights are read"
            + (onCpu ? "" : "; nothing of them stays there"));
        Console.WriteLine(
            $"  time: {Figures.Power(needs.Operations)} operations"
            + (rate is { } speed
                ? $", at least {FootprintViews.Seconds(needs.Operations / speed)} at "
                    + $"{Figures.Power(speed)} a second."
                : "; --rate says how fast the device is."));
        if (!fits)
        {
            PrintRemedies(run, limit!.Value, program);
        }

        return fits;
    }

    private static void PrintRemedies(PlannedRun run, long limit, long program)
    {
        var remedies = run.Remedies(limit - program);
        foreach (var (change, then) in remedies)
        {
            Console.WriteLine($"  change {change}: {Figures.Bytes(then.Needs.Peak + program)}");
        }

        if (remedies is not [.., var last] || last.Then.Needs.Peak + program > limit)
        {
            Console.WriteLine("  With all of that it does not fit: it needs a device with more memory.");
        }
    }

    private static double MeasuredRate()
    {
        TorchNatives.Require();
        return Operations.MatrixRate();
    }
}
