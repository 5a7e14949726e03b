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

    /// <inheritdoc cref="TaughtBagel"/>
    public TaughtJanus(JanusParts parts, string folder)
    {
        (this.parts, files) = (parts, new ModelFiles(folder, null));
        Drawn = JanusFolder.Model(parts, files);
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

    // Padding stands behind a row here, where nothing that counts sees it.
    public override Tensor Read(IReadOnlyList<Lesson> lessons, Tensor? pictures, bool weighDecisions)
    {
        var rows = new LessonRows([.. lessons.Select(Tokens)]);
        var lengths = Enumerable.Repeat(rows.Longest, rows.Count).ToArray();
        var hidden = parts.Decoder.Forward(
            parts.Embed(rows.Ids(), pictures),
            Contexts.Positions(lengths, rows.Longest, 0, rows.Longest, parts.Device),
            Contexts.CausalMask(rows.Longest, null, 0, parts.Device),
            cache: null);
        return rows.Loss(hidden, parts.Decoder.Logits, weighDecisions ? parts.Tokens.Continue : null);
    }

    public override Tensor Encode(Tensor pictures) => parts.Codec.Latents(pictures);

    public override Tensor Decode(Tensor latents) => parts.Codec.Decode(parts.Codec.Nearest(latents));

    public override void Save(string output) => JanusFolder.Save(output, files, parts);

    // As the model will be asked, without a system text; a blank stands before an answer.
    private (IReadOnlyList<int> Ids, int LearntFrom) Tokens(Lesson lesson)
    {
        var text = string.Join('\n', lesson.Texts);
        var asked = parts.Tokens.ToAnswer(lesson.Shown is null ? 0 : 1, text, system: "", lesson.Given);
        var reply = lesson.Given.Length == 0 ? " " + lesson.Reply : lesson.Reply;
        return ([.. asked, .. parts.Tokens.Continue(reply), parts.Tokens.EndId], asked.Length);
    }
}
