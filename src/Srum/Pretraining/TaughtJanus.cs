using Srum.Models;
using Srum.Models.Janus;
using Srum.Shapes;
using static TorchSharp.torch;
using Contexts = Srum.Models.Janus.Contexts;

namespace Srum.Pretraining;

/// <summary>A Janus in joint training: one decoder learns to draw, code by code, and to read.</summary>
internal sealed class TaughtJanus : TaughtModel
{
    private readonly JanusParts parts;
    private readonly ModelFiles files;

    // A picture stands at the same place of every lesson: the words before it are the same.
    private readonly int pictureAt;

    /// <inheritdoc cref="TaughtBagel"/>
    public TaughtJanus(JanusParts parts, string folder)
    {
        (this.parts, files) = (parts, new ModelFiles(folder, null));
        Drawn = JanusFolder.Model(parts, files);
        pictureAt = Array.IndexOf(Asked(1, "", ""), parts.Tokens.PictureId);
    }

    public override string DrawingLoss => "codes";

    public override IUnifiedModel Drawn { get; }

    public override ParameterStore Store => parts.Store;

    public override int Width => parts.Config.Language.HiddenSize;

    public override bool IsLearnt(string name) => !JanusParts.IsFixed(name);

    public override Tensor See(Tensor pictures) => parts.Vision.Forward(pictures);

    // It has no thoughts: a prompt is drawn as it is.
    public override Tensor Draw(IReadOnlyList<DrawingLesson> lessons, SeededRandom random, double timeMean)
    {
        Tensor codes;
        using (no_grad())
        {
            var pictures = PictureTensor.Of([.. lessons.Select(lesson => SceneRenderer.Render(lesson.Scene))]);
            codes = parts.Codec.Encode(pictures).flatten(1);
        }

        return CodeTraining.Forward(parts, [.. lessons.Select(Prompt)], codes).CrossEntropy.mean();

        IReadOnlyList<int> Prompt(DrawingLesson lesson)
        {
            var ids = parts.Tokens.ToDraw(lesson.Prompt.Text);
            return lesson.Dropped ? parts.Tokens.WithoutWords(ids) : ids;
        }
    }

    public override Tensor DrawIndependently(World world, SeededRandom random, int objects, double timeMean) =>
        throw new NotSupportedException("Codes have no velocities that add up.");

    public override Tensor Encode(Tensor pictures) => parts.Codec.Latents(pictures);

    public override Tensor Decode(Tensor latents) => parts.Codec.Decode(parts.Codec.Nearest(latents));

    public override void Save(string output) => JanusFolder.Save(output, files, parts);

    // Padding stands behind a row here, where nothing that counts sees it.
    protected override Tensor Hidden(LessonRows rows, Tensor? seen)
    {
        var lengths = Enumerable.Repeat(rows.Longest, rows.Count).ToArray();
        var embedded = parts.Decoder.Embed(rows.Ids());
        if (seen is not null)
        {
            var behind = pictureAt + (int)seen.shape[1];
            embedded = cat(
                [
                    embedded.narrow(1, 0, pictureAt), seen.to(embedded.dtype),
                    embedded.narrow(1, behind, rows.Longest - behind),
                ],
                1);
        }

        return parts.Decoder.Forward(
            embedded,
            Contexts.Positions(lengths, rows.Longest, 0, rows.Longest, parts.Device),
            Contexts.CausalMask(rows.Longest, null, 0, parts.Device),
            cache: null);
    }

    protected override Tensor Logits(Tensor hidden) => parts.Decoder.Logits(hidden);

    protected override int[] TokensOf(string text) => parts.Tokens.Continue(text);

    // As the model will be asked, without a system text; a blank stands before an answer.
    protected override (IReadOnlyList<int> Ids, int LearntFrom) Tokens(Lesson lesson)
    {
        var text = string.Join('\n', lesson.Texts);
        var asked = Asked(lesson.Shown is null ? 0 : 1, text, lesson.Given);
        var reply = lesson.Given.Length == 0 ? " " + lesson.Reply : lesson.Reply;
        return ([.. asked, .. parts.Tokens.Continue(reply), parts.Tokens.EndId], asked.Length);
    }

    private int[] Asked(int pictures, string text, string given) =>
        parts.Tokens.ToAnswer(pictures, text, system: "", given);
}
