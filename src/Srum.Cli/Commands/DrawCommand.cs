using System.ComponentModel;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Endpoints;
using Srum.Files;
using Srum.Imaging;
using Srum.Models;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Rounds;

namespace Srum.Cli.Commands;

/// <summary><c>srum draw PROMPT</c>: draws pictures of one prompt.</summary>
internal sealed class DrawCommand : Command<DrawCommand.Flags>
{
    internal sealed class Flags : DrawFlags
    {
        [CommandArgument(0, "<PROMPT>")]
        [Description("What to draw")]
        public string Prompt { get; init; } = "";

        [CommandOption("--composed <TEXTS>")]
        [Description("Draw from these texts together in the prompt's place: \"TEXT AND TEXT AND TEXT :-1\"; a number "
            + "behind ' :' says how much a text counts, 1 where there is none, and together they count 1")]
        public string? Composed { get; init; }

        [CommandOption("--out <FILE>")]
        [Description(
            "The picture to write, .png or .jpg; with --count, -1, -2, … are put before its ending; "
            + "default: picture.png")]
        public string? Out { get; init; }

        [CommandOption("--seed <N>")]
        [Description("Seed of the first picture, at least 0; the others follow it")]
        [DefaultValue(0L)]
        [InRange(0)]
        public long Seed { get; init; }

        [CommandOption("--count <N>")]
        [Description("How many pictures")]
        [DefaultValue(1)]
        [InRange(1, 10000)]
        public int Count { get; init; } = 1;

        [CommandOption("--best-of <N>")]
        [Description("Draw so many for each picture, and keep the one that the model's own judge likes best")]
        [DefaultValue(1)]
        [InRange(1, 1000)]
        public int BestOf { get; init; } = 1;

        [CommandOption("--redraw <N>")]
        [Description("Draw each picture again until the model's own judge likes it, at most so many times")]
        [DefaultValue(1)]
        [InRange(1, 1000)]
        public int Redraw { get; init; } = 1;

        [CommandOption("--chosen-by <RECIPE>")]
        [Description("With --best-of or --redraw: the recipe whose judge chooses; default: verdict")]
        public string? ChosenBy { get; init; }

        /// <summary>The recipe whose judge chooses, given or not.</summary>
        internal string Choosing => ChosenBy ?? "verdict";

        internal Rival? Rival => (BestOf, Redraw) switch
        {
            (> 1, _) => new(BestOf, StopsAtYes: false), (_, > 1) => new(Redraw, StopsAtYes: true), _ => null,
        };

        public override ValidationResult Validate() => BestOf > 1 && Redraw > 1
            ? ValidationResult.Error("--best-of and --redraw both choose among several pictures: give one of them.")
            : ChosenBy is not null && Rival is null ? ValidationResult.Error(
                "--chosen-by says who chooses among several pictures: give --best-of or --redraw, or leave it out.")
            : Composed is not null && Composition.Fault(Composed) is { } fault
            ? ValidationResult.Error($"--composed: {fault}")
            : Composed is not null && Think == true
            ? ValidationResult.Error("--composed goes with no thought: leave it or --think out.")
            : Seed <= long.MaxValue - Count
            ? IsPrompt(Prompt, "PROMPT")
            : ValidationResult.Error(
                $"--seed must be at most {long.MaxValue - Count}, so that {Count} pictures can follow it, not {Seed}.");
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var paths = Paths(flags);
        var chooser = flags.Rival is null ? null : Chooser(flags.Choosing);
        var endpoints = new EndpointBook().With(chooser is null ? [] : [chooser.Judge]);
        using var model = ShippedModel.Open(flags);
        var first = new DrawRequest(flags.Prompt, flags.Seed) { Composed = flags.Composed };
        var requests = Enumerable.Range(0, flags.Count).Select(i => first with { Seed = flags.Seed + i }).ToList();
        var settings = flags.Settings(model.Settings.Draw);
        var best = flags.Rival is not { } rival ? null
            : new ChoosingModel(model, Judges.Of(chooser!, model, endpoints), rival);
        using var progress = ConsoleProgress.Create();
        var done = 0;
        var together = Math.Max(1, settings.BatchSize / flags.BestOf);
        foreach (var batch in requests.Chunk(together))
        {
            foreach (var (request, drawing, score) in Drawn(batch))
            {
                PictureFile.Write(paths[done], drawing.Picture);
                progress.Clear();
                var thought = drawing.Thought is { } text ? $"  thought: {text}" : "";
                Console.WriteLine($"{paths[done]}  seed {request.Seed}{Choice(drawing.Tries, score)}{thought}");
                done++;
            }

            if (flags.Count > together)
            {
                progress.Report(new("draw", done, flags.Count));
            }
        }

        return 0;

        IEnumerable<ChosenDrawing> Drawn(DrawRequest[] batch) => best?.Choose(batch, settings, cancel)
            ?? batch.Zip(
                model.Draw(batch, settings, cancel), (request, drawing) => new ChosenDrawing(request, drawing, null));

        string Choice(int tries, double? score) => best is null ? ""
            : score is not null ? string.Create(
                CultureInfo.InvariantCulture, $"  best of {tries}, score {score:0.000} (−1 to 1)")
            : $"  the first of {tries}: the judge of '{flags.Choosing}' scored none of them, --chosen-by names "
                + "another";
    }

    // The recipe whose judge chooses.
    private static Recipe Chooser(string named)
    {
        var recipe = OneRecipeFlags.Only(RecipeFlags.Shelf.Read(named, new()), "--chosen-by", named);
        return recipe.Train.Objective.Questions != 0 ? recipe : throw new UsageException(
            $"--chosen-by {named} learns from no rewards, so that its judge is asked nothing. Name a recipe that does, "
            + "verdict or published.");
    }

    // All of them are looked at before the first is drawn.
    private static string[] Paths(Flags flags)
    {
        var name = flags.Out ?? "picture.png";
        if (flags.Count > 1 && FileStatus.Of(name)?.Kind == FileKind.Stream)
        {
            throw new SrumException(
                $"--out: {name} is a device or a pipe, which takes one picture. Name a file, or leave --count out.");
        }

        var numbers = Enumerable.Range(1, flags.Count);
        string[] paths = flags.Count == 1 ? [name] : [.. numbers.Select(number => Numbered(name, number))];
        OutputPath.CheckPicture(paths[0], "--out");
        Array.ForEach(paths[1..], path => OutputTarget.Of(path));
        if (flags.Out is null)
        {
            OutputPath.CheckOwn(paths, "--out");
        }

        return paths;
    }

    private static string Numbered(string path, int number) => Path.Combine(
        Path.GetDirectoryName(path) ?? "",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileNameWithoutExtension(path)}-{number}{Path.GetExtension(path)}"));
}
