using Srum.Models;
using Srum.Native;
using Srum.Shapes;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Pretraining;

/// <summary>
/// Trains a tiny model of either design: in each step one batch of pictures to draw and one batch of lessons to read.
/// The lessons' pictures teach the eye too; where lessons are text alone, a batch of pictures for the eye stands beside
/// them. A step's data depends on the training's seed and the step alone.
/// </summary>
internal sealed class JointPretrainer : IDisposable
{
    private static readonly LessonKind[] Cycle = [LessonKind.See, LessonKind.Judge, LessonKind.See, LessonKind.Compare];
    private static readonly LessonKind[] NearMissCycle =
        [LessonKind.Judge, LessonKind.See, LessonKind.Judge, LessonKind.Compare];

    private readonly TaughtModel model;
    private readonly PretrainSettings settings;
    private readonly JointTraining training;
    private readonly AdamW optimiser;
    private readonly EmaWeights average;
    private readonly CellHead cells;
    private readonly Tensor[] parameters;
    private readonly World world;
    private readonly LessonScenes scenes;
    private readonly Lessons lessons;

    public JointPretrainer(TaughtModel model, PretrainSettings settings, JointTraining training, World world)
    {
        (this.model, this.settings, this.training, this.world) = (model, settings, training, world);
        (scenes, lessons) = (new LessonScenes(world), new Lessons(world));
        cells = new CellHead(model.Width);
        model.Store.Compute = settings.Bfloat16 ? ScalarType.BFloat16 : null;
        parameters = [.. Learnt.Select(parameter => parameter.Value.requires_grad_())];
        optimiser = new AdamW(parameters, new AdamWSettings { Beta2 = 0.99, Epsilon = 1e-8 });
        average = new EmaWeights(parameters, settings.AverageDecay);
    }

    /// <summary>Everything a resumed training needs, by name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => Checkpoint.State(Learnt, optimiser, average);

    private IEnumerable<(string Name, Tensor Value)> Learnt =>
        model.Store.Parameters.Where(parameter => model.IsLearnt(parameter.Name)).Concat(cells.Parameters);

    /// <summary>One step.</summary>
    /// <returns>The losses of drawing, of the lessons (of which kind) and of the eye.</returns>
    /// <exception cref="NotFiniteException">The step has no finite result; the state is that before it.</exception>
    public (double Drawing, double Lessons, LessonKind Kind, double Sight) Step(long step)
    {
        var cycle = training.NearMissesAt(step) ? NearMissCycle : Cycle;
        var kind = cycle[step % cycle.Length];
        (double Drawing, double Lessons, double Sight) losses = default;
        FiniteStep.Take(
            optimiser, Learnt, training.RateAt(step), $"step {step + 1} of the model", Pretrainer.Remedy,
            () =>
            {
                losses = Gradients(step, kind);
                return losses.Drawing + losses.Lessons + losses.Sight;
            });
        average.Update(step);
        return (losses.Drawing, losses.Lessons, kind, losses.Sight);
    }

    // In two halves, whatever the machine: what a step learns from may not depend on it.
    private (double Drawing, double Lessons, double Sight) Gradients(long step, LessonKind kind)
    {
        var halves = SideBySide.Of([0, 1], (half, _) => Half(step, kind, half));
        for (var i = 0; i < parameters.Length; i++)
        {
            using var first = halves[0].Gradients[i];
            using var second = halves[1].Gradients[i];
            using var sum = first is null || second is null ? null : first.Plus(second);
            parameters[i].grad = sum ?? first ?? second;
        }

        return (Mean(half => half.Drawing), Mean(half => half.Lessons), Mean(half => half.Sight));

        double Mean(Func<HalfStep, double> loss) => halves.Average(loss);
    }

    private HalfStep Half(long step, LessonKind kind, int half)
    {
        using var scope = NewDisposeScope();
        var random = new SeededRandom(unchecked((2 * SeededRandom.SeedAt(training.Seed, step)) + half));
        var nearMisses = training.NearMissesAt(step);
        var gradients = new Tensor?[parameters.Length];
        var drawing = model.Draw(Drawings(random, half), random, training.TimeMeanAt(step));
        Learn((drawing, 1));
        if (settings.IndependenceShare > 0 && step % 4 == 0)
        {
            var independence = model.DrawIndependently(
                world, random, InHalf(settings.IndependenceObjects, half), training.TimeMeanAt(step));
            Learn((independence, settings.IndependenceShare));
        }

        var (texts, pictures) = nearMisses ? NearMisses(random, kind, half) : Plain(random, kind, half);
        var (looked, shown) = pictures is null
            ? Sights(random, nearMisses, half)
            : (pictures, texts.Select(lesson => lesson.Shown!).ToArray());
        // What the eye makes of the lessons' pictures is computed once, for both losses.
        var seen = model.See(looked);
        var taught = model.Read(texts, pictures is null ? null : seen, weighDecisions: nearMisses);
        var sight = cells.Loss(seen, shown);
        Learn((taught, settings.LessonShare), (sight, 1));
        return new HalfStep(
            drawing.Number(), taught.Number(), sight.Number(),
            [.. gradients.Select(own => own?.MoveToOuterDisposeScope())]);

        // Adds half of the gradients of losses to those of this half: the other half's are computed meanwhile.
        void Learn(params (Tensor Loss, double Share)[] losses)
        {
            using var inner = NewDisposeScope();
            var whole = losses.Select(Weighted).Aggregate((all, more) => all.Plus(more));
            var own = autograd.grad([whole], parameters, allow_unused: true);
            for (var i = 0; i < parameters.Length; i++)
            {
                if (own[i] is not { IsInvalid: false } more)
                {
                    continue;
                }

                var before = gradients[i];
                gradients[i] = (before is null ? more : before.Plus(more)).MoveToOuterDisposeScope();
                before?.Dispose();
            }
        }

        static Tensor Weighted((Tensor Loss, double Share) part)
        {
            using var weight = (part.Share / 2).ToScalar();
            return part.Loss.mul(weight);
        }
    }

    private static int InHalf(int count, int half) => Math.Max(1, (count + half) / 2);

    /// <summary>Does something with the averaged weights, which stand in the live ones' place meanwhile.</summary>
    public void WithAverages(Action use)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        average.During(() =>
        {
            use();
            return true;
        });
    }

    /// <summary>Copies the averaged weights into the live ones: the end of a training.</summary>
    public void TakeAverages() => average.Apply();

    public void Dispose()
    {
        optimiser.Dispose();
        average.Dispose();
        cells.Dispose();
    }

    private List<DrawingLesson> Drawings(SeededRandom random, int half)
    {
        var drawn = new List<DrawingLesson>();
        for (var p = 0; p < InHalf(settings.Prompts, half); p++)
        {
            var (prompt, pictures) = scenes.Drawn(random, settings.PicturesPerPrompt);
            // Riddles as often with a thought as without.
            var thinks = random.Chance(prompt.Category == PromptCategory.Reasoning ? 0.5 : 0.2);
            drawn.AddRange(pictures.Select(scene => new DrawingLesson(prompt, scene, thinks, random.Chance(0.1))));
        }

        return drawn;
    }

    // Lessons with their pictures; null where they are text alone.
    private (Lesson[] Lessons, Tensor? Pictures) Plain(SeededRandom random, LessonKind kind, int half)
    {
        var rows = Enumerable.Range(0, InHalf(Rows(kind), half)).Select(_ => lessons.Next(random, kind)).ToArray();
        return (rows, kind == LessonKind.Compare ? null : Seen([.. rows.Select(lesson => lesson.Shown!)]));
    }

    // Chains are what is learnt here: twice as many rows of them.
    private (Lesson[] Lessons, Tensor? Pictures) NearMisses(SeededRandom random, LessonKind kind, int half)
    {
        var drafts = Enumerable.Range(0, InHalf(kind == LessonKind.See ? settings.SeeRows : 2 * Rows(kind), half))
            .Select(_ => scenes.NearMiss(random)).ToArray();
        Scene[] meant = [.. drafts.Select(draft => draft.Scene)];
        var (pictures, shown) = kind == LessonKind.Compare ? (null, meant) : InBetween(random, meant);
        var asked = drafts.Select((draft, i) => lessons.About(random, kind, draft.Prompt, shown[i], placed: true));
        return ([.. asked], pictures);
    }

    private int Rows(LessonKind kind) =>
        kind switch { LessonKind.See => settings.SeeRows, LessonKind.Judge => settings.JudgeRows, _ =>
            settings.CompareRows };

    // Pictures for the eye alone.
    private (Tensor Pictures, Scene[] Shown) Sights(SeededRandom random, bool inBetween, int half)
    {
        var meant = Enumerable.Range(0, InHalf(settings.SightRows, half))
            .Select(_ => random.Chance(0.5) ? scenes.Free(random) : scenes.Any(random)).ToArray();
        return inBetween ? InBetween(random, meant) : (Seen(meant), meant);
    }

    // Six in ten pass through the autoencoder, as everything that the model draws does.
    private Tensor Seen(IReadOnlyList<Scene> shown)
    {
        using var outside = no_grad();
        var pictures = Rendered(shown);
        var through = (int)(0.6 * shown.Count);
        if (through == 0)
        {
            return pictures;
        }

        var coded = model.Decode(model.Encode(pictures.narrow(0, 0, through))).clamp_(Scalars.MinusOne, Scalars.One);
        return cat([coded, pictures.narrow(0, through, shown.Count - through)], 0);
    }

    // Four in ten lie somewhere between a scene and its neighbour, mixed as latents: pictures that are not quite there,
    // as drawn ones are. What such a picture shows is read back from it.
    private (Tensor Pictures, Scene[] Shown) InBetween(SeededRandom random, Scene[] meant)
    {
        using var outside = no_grad();
        var mixed = (int)(0.4 * meant.Length);
        if (mixed == 0)
        {
            return (Seen(meant), meant);
        }

        Scene[] neighbours = [.. meant.Take(mixed).Select(scene => scenes.Neighbour(random, scene))];
        var share = tensor([.. neighbours.Select(_ => (float)random.NextDouble())], [mixed, 1, 1, 1], dtype: float32);
        var latents = lerp(model.Encode(Rendered([.. meant.Take(mixed)])), model.Encode(Rendered(neighbours)), share);
        var decoded = model.Decode(latents).clamp_(Scalars.MinusOne, Scalars.One);
        return (
            cat([decoded, Seen(meant[mixed..])], 0),
            [
                .. PictureTensor.ToPictures(decoded).Select(picture => SceneOracle.Read(picture, world).Scene),
                .. meant.Skip(mixed),
            ]);
    }

    private static Tensor Rendered(IReadOnlyList<Scene> shown) =>
        PictureTensor.Of([.. shown.Select(SceneRenderer.Render)]);

    /// <summary>Losses of half of a step, and half of their gradients.</summary>
    private sealed record HalfStep(double Drawing, double Lessons, double Sight, Tensor?[] Gradients);
}
