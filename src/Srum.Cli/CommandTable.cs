using Spectre.Console.Cli;
using Srum.Cli.Commands;
using Srum.Cli.Commands.Kit;
using Srum.Cli.Commands.Notebooks;
using Srum.Cli.Parsing;

namespace Srum.Cli;

/// <summary>Every command of <c>srum</c>, in the order of its help.</summary>
internal static class CommandTable
{
    // First words of commands with two. Where the first word is a command too, it is the branch's usual one.
    private static readonly Dictionary<string, string> Branches = new()
    {
        ["audit"] = "Hold judges against the truth or each other, or look through a scored file",
        ["notebooks"] = "Run the lessons in the real kernel, without Jupyter",
        ["kit"] = "Carry the lessons to a room without a network",
    };

    /// <summary>The commands.</summary>
    public static IReadOnlyList<CommandEntry> All { get; } =
    [
        Of<RunCommand>(
            "run", "Run recipes from drawing to evaluation, and compare them; or go on with what was stopped",
            "run --run runs/first", "run --run runs/mine --recipe sft,published --set train.steps=60"),
        Of<RolloutCommand>("rollout", "Draw the pictures of a run", "rollout --run runs/steps"),
        Of<JudgeCommand>(
            "judge", "Judge the pictures of a run, or one picture for one prompt",
            "judge picture.png --prompt \"a red circle left of a blue square\"", "judge --run runs/steps"),
        Of<TrainCommand>("train", "Train on a run's judged pictures", "train --run runs/steps"),
        Of<EvalCommand>("eval", "Draw an evaluation set with a model and score it", "eval --run runs/steps"),
        Of<RunCommand>(
            RunCommand.Ablate, "The same for the recipes of data/recipes/ablation: global against local reward",
            "ablate --run runs/arms --trainings 3"),
        Of<PromptsCommand>(
            "prompts", "Write the fixed prompt sets of the shapes world anew", "prompts --out prompts"),
        Of<DrawCommand>(
            "draw", "Draw pictures of one prompt",
            "draw \"a red circle left of a blue square\" --out picture.png",
            "draw \"two green triangles\" --count 4 --seed 7", "draw \"two green triangles\" --best-of 4"),
        Of<AskCommand>("ask", "Ask about a picture", "ask picture.png \"how many circles are there?\""),
        Of<ScoreCommand>(
            "score", "Measure what a model of the shapes world can do: draw, think, describe, judge",
            "score --prompts 70"),
        Of<AuditCommand>("audit", Branches["audit"], "audit --pictures 8"),
        Of<AuditCommand>(
            "audit own", "Hold a model's judgements of its own pictures against the truth; the default",
            "audit own --pictures 8"),
        Of<AuditScoredCommand>(
            "audit scored", "Look through the published tools' scored file, without a model",
            "audit scored scored.jsonl --images images --page audit.html"),
        Of<AuditJudgesCommand>(
            "audit judges", "Hold two judges against each other on a run's pictures: agreement, worth, cost",
            "audit judges own endpoint:large --run runs/first --page judges.html"),
        Of<PlanCommand>(
            "plan", "Say what a recipe's stages will need of a model, from its configs and headers alone",
            "plan --stage train", "plan --model BAGEL --stage train --memory 80 --recipe paper") with
        {
            GoesOn = false,
        },
        Of<ImportCommand>(
            "import", "Start a run from the published tools' scored file; says what it repaired",
            "import --scored scored.jsonl --images images --rollout output.jsonl") with
        {
            GoesOn = true,
        },
        Of<ExportCommand>(
            "export", "Write a run or a model in the published tools' files", "export --run runs/first --out upstream"),
        Of<PretrainCommand>(
            "pretrain", "Train the tiny model from nothing, or go on where it was stopped",
            "pretrain --precision mixed") with
        {
            GoesOn = true,
        },
        Of<InspectCommand>(
            "inspect", "List the tensors and settings of a weight file or model folder", "inspect data/model"),
        Of<RunNotebooksCommand>(
            "notebooks run", "Execute notebooks and write what they show",
            "notebooks run 03 --quick --out artifacts/lessons"),
        Of<CheckNotebooksCommand>(
            "notebooks check", "Check that outputs are fresh, and what quick runs show", "notebooks check --all"),
        Of<ExportNotebooksCommand>(
            "notebooks export", "Write an offline web book from what the notebooks last showed",
            "notebooks export --out site"),
        Of<LintNotebooksCommand>("notebooks lint", "Check the rules that a run does not show", "notebooks lint"),
        Of<ProgramNotebooksCommand>(
            "notebooks programs", "Write the lessons as programs that need no kernel", "notebooks programs --check"),
        Of<PackKitCommand>(
            "kit pack", "Pack sources, packages, model, lessons and the book for one system",
            "kit pack --rid win-x64 --zip"),
        Of<DoctorCommand>("doctor", "Look at what this machine has, and what is missing", "doctor"),
    ];

    /// <summary>The command that a line begins with, of two words before one; null = it begins with none.</summary>
    public static CommandEntry? Find(IReadOnlyList<string> words) => All
        .Where(entry => words.Take(entry.Words.Length).SequenceEqual(entry.Words))
        .MaxBy(entry => entry.Words.Length);

    /// <summary>Whether a word is the first of commands that have two.</summary>
    public static bool IsBranch(string word) => Branches.ContainsKey(word);

    /// <summary>Tells Spectre, which writes the help, of all commands.</summary>
    public static void Register(IConfigurator config)
    {
        foreach (var group in All.GroupBy(entry => entry.Words[0]))
        {
            if (!IsBranch(group.Key))
            {
                Describe(Add(typeof(IConfigurator), config, group.Key, group.Single()), group.Single());
                continue;
            }

            config.AddBranch(group.Key, branch =>
            {
                branch.SetDescription(Branches[group.Key]);
                foreach (var entry in group)
                {
                    if (entry.Words.Length > 1)
                    {
                        Describe(Add(typeof(IConfigurator<CommandSettings>), branch, entry.Words[1], entry), entry);
                    }
                    else
                    {
                        typeof(IConfigurator<CommandSettings>).GetMethod(nameof(branch.SetDefaultCommand))!
                            .MakeGenericMethod(entry.Command).Invoke(branch, null);
                    }
                }
            });
        }
    }

    private static CommandEntry Of<TCommand>(string name, string description, params string[] examples)
        where TCommand : ICommand => new(name, typeof(TCommand), description, examples);

    private static ICommandConfigurator Add(Type kind, object config, string name, CommandEntry entry) =>
        (ICommandConfigurator)kind.GetMethod(nameof(IConfigurator.AddCommand))!
            .MakeGenericMethod(entry.Command).Invoke(config, [name])!;

    private static void Describe(ICommandConfigurator command, CommandEntry entry)
    {
        command.WithDescription(entry.Description);
        Array.ForEach(entry.Examples, example => command.WithExample(example));
    }
}
