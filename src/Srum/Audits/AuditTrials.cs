using Srum.Evaluation;
using Srum.Judging;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Audits;

/// <summary>Rendered pictures to examine a judge with: their truth is known without drawing anything.</summary>
public static class AuditTrials
{
    private static readonly string[] Places = ["top left", "top right", "bottom left", "bottom right"];

    /// <summary>For each prompt pictures that satisfy it and as many with faults.</summary>
    /// <param name="prompts">Prompts of the shapes world; others are left out.</param>
    /// <param name="pairs">Right and wrong pictures of each.</param>
    /// <param name="seed">Decides the scenes.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    public static IReadOnlyList<EvaluatedPicture> RightAndWrong(
        IEnumerable<EvaluationPrompt> prompts, int pairs, long seed, World? world = null)
    {
        var random = new SeededRandom(seed);
        var trials = new List<EvaluatedPicture>();
        foreach (var prompt in prompts)
        {
            for (var pair = 0; PromptParser.Parse(prompt.Text, world: world) is { } required && pair < pairs; pair++)
            {
                var right = SceneSampler.Next(random, required, world);
                trials.Add(new EvaluatedPicture(prompt, SceneRenderer.Render(right)));
                trials.Add(
                    new EvaluatedPicture(
                        prompt, SceneRenderer.Render(SceneFaults.Break(random, required, right, world))));
            }
        }

        return trials;
    }

    /// <summary>One object, the same in each of the four cells: where it stands must not matter.</summary>
    /// <param name="blocks">How many objects.</param>
    /// <param name="seed">Decides them.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    public static IReadOnlyList<BlockPicture> ByPlace(int blocks, long seed, World? world = null)
    {
        var (random, drawn) = (new SeededRandom(seed), Drawn(world ?? World.Shipped));
        return
        [
            .. Enumerable.Range(0, blocks).SelectMany(block =>
            {
                var (background, size) = (random.Pick(Palette.Backgrounds), HalfSize(random));
                var look = random.Pick(drawn);
                return Places.Select(
                    (place, cell) => new BlockPicture($"{block}", place, Picture(look, size, cell, background)));
            }),
        ];
    }

    /// <summary>
    /// One object in each colour that it was seen in while the model was taught: which one must not matter.
    /// </summary>
    /// <param name="blocks">How many objects.</param>
    /// <param name="seed">Decides them.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    public static IReadOnlyList<BlockPicture> ByColour(int blocks, long seed, World? world = null)
    {
        world ??= World.Shipped;
        var (random, looks, drawn) = (new SeededRandom(seed), Looks(world), Drawn(world));
        return
        [
            .. Enumerable.Range(0, blocks).SelectMany(block =>
            {
                var (background, size, cell) = (random.Pick(Palette.Backgrounds), HalfSize(random),
                    random.Below(Scene.Cells));
                var look = random.Pick(looks);
                return world.Colours.Select(colour => look with { Colour = colour }).Where(drawn.Contains)
                    .Select(
                        coloured => new BlockPicture(
                            $"{block}", Words.Of(coloured.Colour!.Value), Picture(coloured, size, cell, background)));
            }),
        ];
    }

    /// <summary>The reward that a judge gives each trial; unanswered ones are left out.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="judge">The judge.</param>
    /// <param name="progress">Told at the start and after every batch; null = nobody.</param>
    /// <param name="stage">What it is told is done.</param>
    /// <param name="cancel">Ends it between batches.</param>
    public static IReadOnlyList<BlockScore> Scores(
        this IReadOnlyList<BlockPicture> trials, IJudge judge, IProgress<StageProgress>? progress = null,
        string stage = "judge", CancellationToken cancel = default)
    {
        EvaluatedPicture[] pictures = [.. trials.Select(trial => trial.Picture)];
        var judged = JudgeAudit.Judged(judge, pictures, prompt => prompt, progress, stage, cancel);
        return
        [
            .. trials.Zip(judged, (trial, record) => (Trial: trial, Reward: Reward(trial.Picture, record)))
                .Where(scored => scored.Reward is not null)
                .Select(scored => new BlockScore(scored.Trial.Block, scored.Trial.Group, scored.Reward!.Value)),
        ];

        static double? Reward(EvaluatedPicture picture, JudgeRecord record) =>
            new AuditedPicture(picture.Prompt, picture.Picture, record, Truth: null).Reward;
    }

    private static ObjectRequirement[] Looks(World world) =>
    [
        .. from shape in world.Shapes
           from colour in world.Colours from fill in Enum.GetValues<ObjectFill>()
           select new ObjectRequirement(shape, colour, fill),
    ];

    private static ObjectRequirement[] Drawn(World world) =>
    [
        .. Looks(world).Where(look => world.IsDrawn(look.Shape!.Value, look.Colour!.Value, look.Fill!.Value)),
    ];

    private static double HalfSize(SeededRandom random) => random.Chance(0.5) ? 4.8 : 6.5;

    private static EvaluatedPicture Picture(ObjectRequirement look, double halfSize, int cell, Background background)
    {
        var text = Words.WithArticle(Words.Phrase(look));
        var (x, y) = Scene.CentreOf(cell);
        var scene = new Scene(
            background, [new SceneObject(look.Shape!.Value, look.Colour!.Value, look.Fill!.Value, halfSize, x, y)]);
        return new EvaluatedPicture(new EvaluationPrompt(text, text), SceneRenderer.Render(scene));
    }
}
