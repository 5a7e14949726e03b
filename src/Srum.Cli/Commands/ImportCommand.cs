using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;
using Srum.Cli.Parsing;
using Srum.Formats;
using Srum.Runs;

namespace Srum.Cli.Commands;

/// <summary><c>srum import</c>: starts a run from the published tools' scored file.</summary>
internal sealed class ImportCommand : Command<ImportCommand.Flags>
{
    // So many refusals are told on the screen; import.json has all.
    private const int Shown = 10;

    internal sealed class Flags : CommonSettings
    {
        [CommandOption("--scored <FILE>", isRequired: true)]
        [Description("The scored jsonl of the published tools")]
        public string Scored { get; init; } = "";

        [CommandOption("--images <FOLDER>", isRequired: true)]
        [Description("Folder of its pictures")]
        public string Images { get; init; } = "";

        [CommandOption("--rollout <FILE>")]
        [Description("Rollout metadata, whose original prompts are trained on; may be given several times")]
        public string[] Rollout { get; init; } = [];

        [CommandOption("--prompt-set <FILE>")]
        [Description("The prompt file, for categories")]
        public string? PromptSet { get; init; }

        [CommandOption("--run <FOLDER>")]
        [Description("The run to start")]
        [DefaultValue("runs/imported")]
        public string Run { get; init; } = "runs/imported";
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        InputPath.CheckFile(flags.Scored, "--scored", "Name the scored jsonl.");
        InputPath.CheckFolder(flags.Images, "--images", remedy: "Name the folder of the scored pictures.");
        Array.ForEach(flags.Rollout, file => InputPath.CheckFile(file, "--rollout"));
        InputPath.CheckFile(flags.PromptSet, "--prompt-set");
        var run = RunFolder.Open(flags.Run);
        ImportTally tally;
        using (var progress = ConsoleProgress.Create())
        {
            tally = UpstreamImport.Run(
                run, flags.Scored, flags.Images, flags.Rollout, flags.PromptSet, progress, cancel);
        }

        run.Write(JsonSerializer.Serialize(tally, RecordFormat.Indented) + "\n", "import.json");
        Console.WriteLine($"{tally.Imported} of {tally.Lines} lines are imported.");
        Tell(tally.LayoutsUnzeroed, "failed layout judgements stood as 0 and have no score now");
        Tell(tally.RegionsUnzeroed, "failed regions or whole pictures stood as 0 and have no score now");
        Tell(tally.OutOfRange, "scores lay outside −1 to 1");
        Tell(tally.Rescaled, "pictures had boxes in the pixels of another resolution, rescaled");
        Tell(tally.UnusableBoxes, "regions have no usable box and are left out");
        Tell(tally.UnusableWithoutScore, "regions have neither a usable box nor a score and are left out");
        Tell(tally.OtherPrompt, "pictures were judged for another prompt than the rollout's, which is trained on");
        Tell(tally.Irrelevant, "regions show what the prompt does not mention: a good one counts 0 (the paper's rule)");
        Tell(tally.NotTrained, "pictures have no score of the layout or the whole: no system trains on them");
        Tell(tally.Refused.Count, "lines were refused");
        foreach (var refusal in tally.Refused.Take(Shown))
        {
            Console.WriteLine($"  {refusal}");
        }

        if (tally.Refused.Count > Shown)
        {
            Console.WriteLine($"  … all of them in {run.File("import.json")}");
        }

        string[] next = ["srum", "train", "--run", flags.Run, "--recipe", "paper", "--model", "FOLDER"];
        Console.WriteLine($"Next: {ShellWords.Join(next)}");
        Console.WriteLine("'srum plan --recipe paper --stage train --model FOLDER' says what that takes of a machine.");
        return 0;

        static void Tell(int count, string what)
        {
            if (count > 0)
            {
                Console.WriteLine($"{count} {what}.");
            }
        }
    }
}
