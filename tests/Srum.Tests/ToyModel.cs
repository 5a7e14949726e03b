using Srum.Native;
using System.Globalization;
using System.Text.RegularExpressions;
using Srum.Imaging;
using Srum.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests;

/// <summary>
/// A unified model that is no BAGEL: it learns one colour for each quarter of a picture and each prompt, by heart. Its
/// four generation tokens have 3 channels. It answers what a test tells it to.
/// </summary>
internal sealed class ToyModel : IUnifiedModel
{
    private const int Prompts = 64;

    // A temporary scalar could be freed in the call that reads it.
    private static readonly Scalar Tenth = 0.1.ToScalar();

    private readonly Tensor colours;
    private readonly Tensor words;

    public ToyModel(long seed = 1)
    {
        using var generator = new Generator((ulong)seed);
        colours = randn([Prompts, 4, 3], generator: generator).mul_(Tenth).DetachFromDisposeScope();
        words = randn([Prompts], generator: generator).DetachFromDisposeScope();
        Parameters = [new("words", words, IsGeneration: false), new("colours", colours, IsGeneration: true)];
        Identity = $"toy-{seed}";
    }

    /// <summary>What it answers. By default, what a judge says who likes bright pictures.</summary>
    public Func<Question, string> Reply { get; init; } = Judgement;

    /// <summary>
    /// Scores in the judge's form for as many regions as the question counts, out of the picture's own bytes.
    /// </summary>
    public static string Judgement(Question question)
    {
        var bytes = question.Pictures.SelectMany(picture => picture.Rgb).Select(value => (int)value).DefaultIfEmpty()
            .ToArray();
        var regions = Regex.Matches(question.Text, "^Region ID: ", RegexOptions.Multiline).Count;
        return regions > 0
            ? string.Join(
                '\n', Enumerable.Range(1, regions).Select(n => $"Region ID: {n}\nObject: a thing\n{Scored(n)}"))
            : Scored(0);

        string Scored(int place) => string.Create(
            CultureInfo.InvariantCulture,
            $"Score: {Math.Round((bytes.Where((_, i) => i % (place + 2) == 0).Average() / 127.5) - 1, 2)}\nReason: its "
                + $"bytes");
    }

    public string Identity { get; }

    public ModelSettings Settings { get; } = new() { Draw = new DrawSettings { Width = 32, Height = 32, Steps = 2 } };

    public IReadOnlyList<ModelParameter> Parameters { get; }

    public IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        return [.. requests.Select(request =>
        {
            using var generator = new Generator((ulong)request.Seed);
            var learnt = colours[Row(request.Composed ?? request.Prompt)];
            var clean = randn([4, 3], generator: generator).mul(Tenth) - learnt;
            var values = clean.data<float>().ToArray();
            var rgb = new byte[settings.Width * settings.Height * 3];
            for (var i = 0; i < rgb.Length; i++)
            {
                var (row, column) = (i / 3 / settings.Width, i / 3 % settings.Width);
                var quarter = (row * 2 / settings.Height * 2) + (column * 2 / settings.Width);
                rgb[i] = (byte)Math.Clamp((values[(quarter * 3) + (i % 3)] + 1) * 127.5, 0, 255);
            }

            return new Drawing(
                new Picture(settings.Width, settings.Height, rgb), settings.Think ? $"I draw {request.Prompt}." : null);
        })];
    }

    public IReadOnlyList<string> Answer(
        IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default) =>
        [.. questions.Select(Reply)];

    public IReadOnlyList<double[]> Weigh(IReadOnlyList<Question> questions, IReadOnlyList<string> continuations) =>
        [
            .. questions.Select(
                question => continuations
                    .Select(text => Reply(question).StartsWith(text, StringComparison.Ordinal) ? -0.1 : -3.0)
                    .ToArray()),
        ];

    public Tensor Encode(Picture picture)
    {
        var sums = new float[12];
        for (var i = 0; i < picture.Rgb.Length; i++)
        {
            var (row, column) = (i / 3 / picture.Width, i / 3 % picture.Width);
            sums[(((row * 2 / picture.Height * 2) + (column * 2 / picture.Width)) * 3) + (i % 3)] += picture.Rgb[i];
        }

        var pixels = picture.Width * picture.Height / 4f;
        return tensor([.. sums.Select(sum => (sum / pixels / 127.5f) - 1)], [4, 3], dtype: float32);
    }

    public IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(
            [.. samples.Select(sample => (long)(sample.Prompt is null ? 0 : Row(sample.Prompt)))], dtype: int64);
        var noise = samples.Select(sample =>
        {
            using var generator = new Generator((ulong)sample.Seed);
            return randn([4, 3], generator: generator).mul(Tenth);
        });
        return new Prediction(
            colours.index_select(0, rows).MoveToOuterDisposeScope(), stack([.. noise]).MoveToOuterDisposeScope(),
            samples.Count);
    }

    public void Save(string folder) => throw new NotSupportedException();

    public void Dispose()
    {
        colours.Dispose();
        words.Dispose();
    }

    private static int Row(string prompt) => 1 + (prompt.Sum(letter => letter) % (Prompts - 1));

    private sealed class Prediction(Tensor velocity, Tensor noise, int samples) : IGenerationForward
    {
        public IReadOnlyList<TokenGrid> Grids { get; } = [.. Enumerable.Repeat(new TokenGrid(2, 2), samples)];

        private readonly Tensor velocity = velocity;

        public Tensor Errors(IReadOnlyList<Tensor> cleanTargets) => Errors(cleanTargets, velocity);

        public Tensor ReflectedErrors(IReadOnlyList<Tensor> cleanTargets, IGenerationForward about)
        {
            using var reflected = ((Prediction)about).velocity.Plus(((Prediction)about).velocity) - velocity;
            return Errors(cleanTargets, reflected);
        }

        private Tensor Errors(IReadOnlyList<Tensor> cleanTargets, Tensor predicted)
        {
            using var scope = NewDisposeScope();
            return (predicted - (noise - stack([.. cleanTargets]))).Squared().mean([-1]).reshape(-1)
                .MoveToOuterDisposeScope();
        }

        public void Dispose()
        {
            velocity.Dispose();
            noise.Dispose();
        }
    }
}
