using Srum.Models;
using Srum.Models.Bagel;
using Srum.Shapes;
using static TorchSharp.torch;

namespace Srum.Pretraining;

/// <summary>A BAGEL in joint training: both halves learn from drawing, the understanding half from texts.</summary>
internal sealed class TaughtBagel : TaughtModel
{
    private readonly BagelParts parts;
    private readonly string folder;

    /// <summary>Wraps networks.</summary>
    /// <param name="parts">The networks; owned from here on.</param>
    /// <param name="folder">The folder that describes them.</param>
    public TaughtBagel(BagelParts parts, string folder)
    {
        (this.parts, this.folder) = (parts, folder);
        Drawn = new BagelModel(parts, ModelSettingsFile.Read(folder), new ModelFiles(folder, null));
    }

    public override string DrawingLoss => "flow";

    public override IUnifiedModel Drawn { get; }

    public override ParameterStore Store => parts.Store;

    public override int Width => parts.Config.Language.HiddenSize;

    public override bool IsLearnt(string name) => !BagelParts.IsTable(name);

    public override Tensor See(Tensor pictures) => parts.Vision.Forward(pictures);

    public override Tensor Draw(IReadOnlyList<DrawingLesson> lessons, SeededRandom random, double timeMean)
    {
        Tensor clean;
        using (no_grad())
        {
            clean = Encode(PictureTensor.Of([.. lessons.Select(lesson => SceneRenderer.Render(lesson.Scene))]));
        }

        var grid = parts.GridOf(clean[0]);
        using var generator = new Generator(random.NextBits() >> 1);
        var noise = randn([lessons.Count, grid.Count, parts.Config.LatentWidth], generator: generator);
        var samples = lessons.Select((lesson, i) => new FlowSample(
            Context(lesson), clean[i], FlowTimes.Training(random.NextNormal() + timeMean, shift: 1),
            noise[i])).ToArray();
        var forward = FlowTraining.Forward(parts, samples, freezeUnderstanding: false);
        return forward.Errors([.. samples.Select(sample => sample.Clean)]).mean();

        static IReadOnlyList<string> Context(DrawingLesson lesson) => (lesson.Thinks, lesson.Dropped) switch
        {
            (false, false) => [lesson.Prompt.Text],
            (false, true) => [],
            (true, false) => [Lessons.Think, lesson.Prompt.Text, lesson.Prompt.Resolved],
            _ => [Lessons.Think],
        };
    }

    public override Tensor DrawIndependently(World world, SeededRandom random, int objects, double timeMean) =>
        Independence.Loss(parts, world, random, objects, timeMean);

    public override Tensor Encode(Tensor pictures) => parts.Autoencoder.EncodeMean(pictures);

    public override Tensor Decode(Tensor latents) => parts.Autoencoder.Decode(latents);

    public override void Save(string output) => ModelFolder.Save(output, folder, parts);

    protected override Tensor Hidden(LessonRows rows, Tensor? seen)
    {
        var longest = rows.Longest;
        var text = parts.Decoder.Embed(rows.Ids());
        var places = Counted(0, longest);
        var hidden = text;
        var before = 0;
        if (seen is not null)
        {
            var frame = parts.FrameTokens(rows.Count);
            before = (int)seen.shape[1] + 2;
            hidden = cat([frame.narrow(1, 0, 1), seen, frame.narrow(1, 1, 1), text], 1);
            // The picture stands at position 0 as a whole, the text from 1 on.
            places = cat([zeros(before, dtype: int64), Counted(1, longest)]);
        }

        var total = before + longest;
        var mask = ones(total, total, dtype: ScalarType.Bool).tril();
        if (before > 0)
        {
            mask.narrow(0, 0, before).narrow(1, 0, before).copy_(ones(before, before, dtype: ScalarType.Bool));
        }

        var done = parts.Decoder.Forward(
            new ExpertRows(hidden, null), places.unsqueeze(0), mask.reshape(1, 1, total, total), null).Understanding!;
        return done.narrow(1, before, longest);
    }

    protected override Tensor Logits(Tensor hidden) => parts.Decoder.Logits(hidden);

    protected override int[] TokensOf(string text) => parts.Tokenizer.Encode(text);

    protected override (IReadOnlyList<int> Ids, int LearntFrom) Tokens(Lesson lesson)
    {
        List<int> ids =
        [
            .. lesson.Texts.SelectMany(parts.Frame), parts.Tokenizer.StartId, .. parts.Tokenizer.Encode(lesson.Given),
        ];
        return ([.. ids, .. parts.Tokenizer.Encode(lesson.Reply), parts.Tokenizer.EndId], ids.Count);
    }

    private static Tensor Counted(long first, int count) =>
        tensor([.. Enumerable.Range(0, count).Select(i => first + i)], dtype: int64);
}
