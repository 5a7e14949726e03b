using Spectre.Console.Cli;
using Srum.Cli.Commands;
using Srum.Cli.Commands.Kit;
using Srum.Cli.Commands.Notebooks;
using Srum.Native;
using Srum.Recipes;

namespace Srum.Cli;

/// <summary>
/// The command <c>srum</c>: its commands, and what a person sees when one fails. Exit codes: 0 done, 1 a failure
/// (its message on stderr), 2 a wrong command line, 130 stopped by Ctrl-C.
/// </summary>
public static class CommandLine
{
    private static readonly HashSet<string?> Names = [];

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The words after <c>srum</c>.</param>
    /// <param name="errors">Where failures are told.</param>
    /// <param name="cancel">Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter errors, CancellationToken cancel)
    {
        var app = new CommandApp();
        app.Configure(Configure);
        var trace = arguments.Contains("--trace");
        try
        {
            return app.Run(arguments.Count == 0 ? ["--help"] : arguments, cancel);
        }
        catch (Exception failure)
        {
            return Explain(Innermost(failure), failure, arguments, trace, errors);
        }
    }

    private static void Configure(IConfigurator config)
    {
        config.SetApplicationName("srum");
        config.SetApplicationCulture(System.Globalization.CultureInfo.InvariantCulture);
        config.UseStrictParsing();
        config.PropagateExceptions();
        config.UseAssemblyInformationalVersion();
        Add<RunCommand>(
            config, "run", "Run recipes from drawing to evaluation, and compare them; or go on with what was stopped")
            .WithExample("run", "--run", "runs/first")
            .WithExample("run", "--run", "runs/mine", "--recipe", "published,mine.json", "--set", "train.steps=60",
                "--trainings", "3");
        Add<RolloutCommand>(config, "rollout", "Draw the pictures of a run");
        Add<JudgeCommand>(config, "judge", "Judge the pictures of a run, or one picture for one prompt")
            .WithExample("judge", "picture.png", "--prompt", "a red circle left of a blue square");
        Add<TrainCommand>(config, "train", "Train on a run's judged pictures");
        Add<EvalCommand>(config, "eval", "Draw an evaluation set with a model and score it");
        Add<RunCommand>(config, RunCommand.Ablate,
            "The same for the recipes of data/recipes/ablation: global against local reward");
        Add<PromptsCommand>(config, "prompts", "Write the fixed prompt sets of the shapes world anew");
        Add<DrawCommand>(config, "draw", "Draw pictures of one prompt")
            .WithExample("draw", "a red circle left of a blue square", "--out", "picture.png", "--count", "4");
        Add<AskCommand>(config, "ask", "Ask about a picture").WithExample("ask", "picture.png", "how many circles are there?");
        Add<ScoreCommand>(config, "score", "Measure what a model of the shapes world can do: draw, think, describe, judge");
        Names.Add("audit");
        config.AddBranch("audit", branch =>
        {
            branch.SetDescription(
                "Hold a model's judgements of its own pictures against the truth, or look through a scored file");
            branch.SetDefaultCommand<AuditCommand>();
            branch.AddCommand<AuditCommand>("own")
                .WithDescription("Hold a model's judgements of its own pictures against the truth; the default")
                .WithExample("audit", "--pictures", "8");
            branch.AddCommand<AuditScoredCommand>("scored")
                .WithDescription("Look through the published tools' scored file, without a model")
                .WithExample("audit", "scored", "scored.jsonl", "--pictures", "images", "--page", "audit.html");
        });
        Add<ImportCommand>(config, "import", "Start a run from the published tools' scored file; says what it repaired")
            .WithExample("import", "--scored", "scored.jsonl", "--images", "images", "--rollout", "output.jsonl");
        Add<ExportCommand>(config, "export", "Write a run or a model in the published tools' files")
            .WithExample("export", "--to", "upstream", "--run", "runs/first", "--out", "upstream");
        Add<PretrainCommand>(config, "pretrain", "Train the tiny model from nothing, or go on where it was stopped");
        Add<InspectCommand>(config, "inspect", "List the tensors and settings of a weight file or model folder");
        Names.Add("notebooks");
        config.AddBranch("notebooks", branch =>
        {
            branch.SetDescription("Run the lessons in the real kernel, without Jupyter");
            branch.AddCommand<RunNotebooksCommand>("run").WithDescription("Execute notebooks and write what they show")
                .WithExample("notebooks", "run", "03", "--quick", "--out", "artifacts/lessons");
            branch.AddCommand<CheckNotebooksCommand>("check").WithDescription("Check that outputs are fresh, and what quick runs show")
                .WithExample("notebooks", "check", "--all");
            branch.AddCommand<ExportNotebooksCommand>("export").WithDescription("Write an offline web book from what the notebooks last showed")
                .WithExample("notebooks", "export", "--to", "site");
            branch.AddCommand<LintNotebooksCommand>("lint").WithDescription("Check the rules that a run does not show");
            branch.AddCommand<ProgramNotebooksCommand>("programs").WithDescription("Write the lessons as programs that need no kernel");
        });
        Names.Add("kit");
        config.AddBranch("kit", branch =>
        {
            branch.SetDescription("Carry the lessons to a room without a network");
            branch.AddCommand<PackKitCommand>("pack").WithDescription("Pack sources, packages, model, lessons and the book for one system")
                .WithExample("kit", "pack", "--rid", "win-x64", "--zip");
        });
        Add<DoctorCommand>(config, "doctor", "Look at what this machine has, and what is missing");
    }

    private static ICommandConfigurator Add<TCommand>(IConfigurator config, string name, string description)
        where TCommand : class, ICommand
    {
        Names.Add(name);
        return config.AddCommand<TCommand>(name).WithDescription(description);
    }

    private static int Explain(Exception failure, Exception whole, IReadOnlyList<string> arguments, bool trace, TextWriter errors)
    {
        switch (failure)
        {
            case OperationCanceledException:
                errors.WriteLine("Stopped. Nothing that was finished is lost: the same command goes on from there.");
                return 130;
            case UsageException or CommandAppException or RecipeException { IsRequest: true }:
                errors.WriteLine(NameFlag(failure.Message.TrimEnd(), arguments));
                errors.WriteLine($"See: srum {(Names.Contains(arguments.FirstOrDefault()) ? arguments[0] + " " : "")}--help");
                break;
            case SrumException:
                errors.WriteLine(failure.Message);
                break;
            case IOException or UnauthorizedAccessException:
                errors.WriteLine($"{failure.Message} Check the path, its permissions and the space left; then run the same command again.");
                break;
            case Exception when NativeFailure.Words(failure) is { } words:
                errors.WriteLine(words);
                errors.WriteLine("Run it again with --trace to see where.");
                break;
            default:
                errors.WriteLine($"srum failed in a way that it should not: {failure.GetType().Name}: {failure.Message}");
                errors.WriteLine("Run it again with --trace to see where.");
                break;
        }

        if (trace)
        {
            errors.WriteLine(whole);
        }

        return failure is UsageException or CommandAppException or RecipeException { IsRequest: true } ? 2 : 1;
    }

    // Spectre's message for "--steps many" names a type of ours instead of the flag, that for "--out=" nothing at all.
    private static string NameFlag(string message, IReadOnlyList<string> arguments)
    {
        if (message == "Expected an option value." && arguments.FirstOrDefault(argument => argument.EndsWith('=')) is { } empty)
        {
            return $"{empty.TrimEnd('=')} needs a value.";
        }

        if (!message.StartsWith("Failed to convert '", StringComparison.Ordinal))
        {
            return message;
        }

        var value = message.Split('\'')[1];
        for (var i = 0; i < arguments.Count; i++)
        {
            var flag = arguments[i].StartsWith("--", StringComparison.Ordinal) && arguments[i].EndsWith("=" + value, StringComparison.Ordinal)
                ? arguments[i].Split('=')[0]
                : i > 0 && arguments[i] == value ? arguments[i - 1] : null;
            if (flag?.StartsWith('-') == true)
            {
                // "… Valid values are 'None', 'Linear'", with an empty one for a flag that may be left out.
                var names = message.Split("Valid values are ") is [_, var valid] ? valid.Split('\'').Where((_, part) => part % 2 == 1).Where(name => name.Length > 0) : ["a number"];
                return $"{flag} must be {string.Join(", ", names)}, not '{value}'.";
            }
        }

        return message;
    }

    // Spectre wraps what a converter or a static constructor threw; the person wants the message inside.
    private static Exception Innermost(Exception failure) =>
        failure is SrumException or UsageException || failure.InnerException is null
            ? failure
            : Innermost(failure.InnerException) is (SrumException or UsageException or OperationCanceledException) and var inner ? inner : failure;
}
