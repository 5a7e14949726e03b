using System.Globalization;
using Srum.Imaging;
using Srum.Maps;
using Srum.Models;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Numbers;

/// <summary>
/// A drawn picture, an answer and training steps of a model of the shapes world, against recorded ones.
/// </summary>
internal static class ModelChecks
{
    private const string PictureCheck = "a picture";
    private const string AnswerCheck = "an answer";
    private const string TrainingCheck = "training";

    private const string Prompt = "a red circle left of a blue square";
    private const string Question = "how many circles are there?";

    /// <summary>
    /// Mean difference of two pictures' bytes that rounding explains. Kernels differ in the order of their sums, which
    /// moves a pixel by one level now and then; a wrong block of a product moves them by several.
    /// </summary>
    private const double Levels = 0.5;

    /// <summary>
    /// The relative difference of a loss, or of a gradient norm, that rounding explains: a hundred times 2⁻¹⁷.
    /// </summary>
    private const double Relative = 1e-3;

    private const int Steps = 2;

    /// <summary>What the model does now.</summary>
    public static RecordedNumbers Record(IUnifiedModel model)
    {
        var picture = Draw(model);
        var steps = Train(model);
        return new RecordedNumbers(
            model.Identity, Native.Processor.Name, picture.Width, picture.Rgb, Answer(model, picture),
            [.. steps.Select(step => step.Loss)], [.. steps.Select(step => step.GradientNorm)]);
    }

    /// <summary>
    /// Compares the model with what is recorded of it. Where a computation's numbers are not finite, its check is not
    /// right and says what was not finite.
    /// </summary>
    /// <exception cref="SrumException">The record is another model's.</exception>
    public static IReadOnlyList<NumberCheck> Of(IUnifiedModel model, RecordedNumbers recorded)
    {
        if (recorded.Model != model.Identity)
        {
            throw new SrumException(
                "The recorded numbers are another model's. Record the shipped one's with 'srum doctor --record', "
                + "on a machine that computes rightly.");
        }

        // The answer is about the recorded picture: a drawn one that is off is found once, not twice.
        return
        [
            Checked(PictureCheck, () => Pictures(Draw(model), recorded.Picture, model.Settings.World)),
            Checked(AnswerCheck, () => Answers(Answer(model, recorded.Picture), recorded.Answer)),
            Checked(TrainingCheck, () => Losses(Train(model), recorded)),
        ];
    }

    private static NumberCheck Checked(string name, Func<NumberCheck> check)
    {
        try
        {
            return check();
        }
        catch (NotFiniteException failure)
        {
            return new NumberCheck(name, failure.Message, double.NaN);
        }
    }

    private static Picture Draw(IUnifiedModel model) =>
        model.Draw([new DrawRequest(Prompt, 1)], model.Settings.Draw)[0].Picture;

    private static NumberCheck Pictures(Picture own, Picture recorded, World world)
    {
        var off = own.Rgb.Zip(recorded.Rgb, (a, b) => (double)Math.Abs(a - b)).Average() / Levels;
        var (shown, wanted) = (Words(own, world), Words(recorded, world));
        return new NumberCheck(
            PictureCheck,
            shown == wanted ? shown : $"{shown} instead of {wanted}",
            shown == wanted ? off : double.PositiveInfinity);
    }

    private static NumberCheck Answers(string own, string recorded) => own == recorded
        ? new NumberCheck(AnswerCheck, $"'{own}'", 0)
        : new NumberCheck(AnswerCheck, $"'{own}' instead of '{recorded}'", double.PositiveInfinity);

    private static NumberCheck Losses(IReadOnlyList<TrainStep> steps, RecordedNumbers recorded)
    {
        var offs = steps.Zip(recorded.Losses, (step, loss) => Off(step.Loss, loss))
            .Concat(steps.Zip(recorded.GradientNorms, (step, norm) => Off(step.GradientNorm, norm)));
        var last = steps[^1];
        return new NumberCheck(
            TrainingCheck,
            string.Create(
                CultureInfo.InvariantCulture,
                $"step {last.Step}: loss {last.Loss:0.000000}, gradient norm {last.GradientNorm:0.0000}"),
            offs.Max());

        static double Off(double own, double right) => Math.Abs(own - right) / (Relative * Math.Abs(right));
    }

    private static string Words(Picture picture, World world)
    {
        var scene = SceneOracle.Read(picture, world).Scene;
        var objects = scene.Objects.Select(item => $"{item.Fill} {item.Colour} {item.Shape}".ToLowerInvariant());
        return $"{string.Join(", ", objects)} on {scene.Background.ToString().ToLowerInvariant()}";
    }

    private static string Answer(IUnifiedModel model, Picture picture) =>
        model.Answer([AskTemplate.Of(model.Settings).Ask(picture, Question)], new AnswerSettings { MaxTokens = 64 })[0];

    // Steps of the published rule at the tiny model's size, on rendered pictures; the weights are put back.
    private static List<TrainStep> Train(IUnifiedModel model)
    {
        var settings = new TrainSettings
        {
            Steps = Steps, BatchSize = 32, LearningRate = 2e-4, WarmUpSteps = 10, Decay = LearningRateDecay.Linear,
        };
        using var start = new StartWeights(model, settings.Forward);
        var steps = new List<TrainStep>();
        try
        {
            using var trainer = new Trainer(model, Examples(model.Settings.World), settings, seed: 0);
            trainer.Run(report: steps.Add);
        }
        finally
        {
            start.Restore();
        }

        return steps;
    }

    private static TrainExample[] Examples(World world) =>
    [
        .. ((string[])["a red circle", "two blue squares", Prompt, "a small green cross on a black background"])
            .Select((prompt, i) =>
            {
                var scene = SceneSampler.Next(
                    new SeededRandom(i), PromptParser.Parse(prompt, world: world)!, world);
                var picture = SceneRenderer.Render(scene);
                var half = new PixelBox(0, 0, picture.Width / 2, picture.Height / 2);
                return new TrainExample($"{i}", prompt, () => picture, new DualReward([new(half, 0.5)], 0.5));
            }),
    ];
}
