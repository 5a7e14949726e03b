using System.Globalization;
using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>Makes the understanding half's lessons from rendered scenes.</summary>
internal static class Lessons
{
    /// <summary>What the tiny model's folder says in its templates: the words of each question.</summary>
    public const string Think = "think";

    private static readonly ObjectShape[] Shapes = [ObjectShape.Circle, ObjectShape.Square, ObjectShape.Triangle, ObjectShape.Cross];

    /// <summary>A lesson of a kind. Pictures come as they are rendered; the caller may blur them.</summary>
    public static Lesson Next(SeededRandom random, LessonKind kind)
    {
        var prompt = LessonScenes.Prompt(random);
        var right = SceneSampler.Next(random, prompt);
        var scene = random.Chance(0.5) ? right : SceneFaults.Break(random, prompt, right);
        return kind switch
        {
            LessonKind.See => See(random, scene),
            LessonKind.Judge => Judge(random, prompt, scene),
            _ => random.Chance(0.12) ? new Lesson(null, [Think, prompt.Text], "", prompt.Resolved) : Compare(random, prompt, scene),
        };
    }

    /// <summary>The question about a picture's regions; each stands numbered with its cell and its corners in per cent.</summary>
    public static string LocalQuestion(string prompt, IReadOnlyList<Box> boxes) =>
        $"judge regions : {prompt}" + string.Concat(boxes.Select((box, i) =>
            $"\nRegion {i + 1} {Cell(box)}: {Percent(box.Left)} {Percent(box.Top)} {Percent(box.Right)} {Percent(box.Bottom)}"));

    /// <summary>The question about the layout.</summary>
    public static string LayoutQuestion(string prompt) => $"judge layout : {prompt}";

    /// <summary>The question about the whole picture.</summary>
    public static string SampleQuestion(string prompt) => $"judge picture : {prompt}";

    /// <summary>The cell of the 2 × 2 grid in which a box has its centre, c1 to c4 in reading order.</summary>
    public static string Cell(Box box) => $"c{1 + (box.Left + box.Right < 1 ? 0 : 1) + (box.Top + box.Bottom < 1 ? 0 : 2)}";

    private static string Percent(double share) => Math.Round(100 * share).ToString(CultureInfo.InvariantCulture);

    private static Lesson See(SeededRandom random, Scene scene)
    {
        var picture = SceneRenderer.Render(scene);
        var draw = random.NextDouble();
        if (draw < 0.6)
        {
            var chain = new JudgeChain(LessonScenes.Prompt(random), scene, largestFirst: false);
            return new Lesson(picture, ["describe the picture"], "", chain.Description);
        }

        if (draw < 0.8 && scene.Objects.Count > 0)
        {
            var item = random.Pick(scene.Objects);
            var box = RegionBox.Of(item);
            return new Lesson(
                picture,
                [$"what is in {Cell(box)}: {Percent(box.Left)} {Percent(box.Top)} {Percent(box.Right)} {Percent(box.Bottom)}?"],
                "",
                Words.Phrase(item));
        }

        var shape = random.Pick(Shapes);
        var count = scene.Objects.Count(item => item.Shape == shape);
        return random.Below(3) switch
        {
            0 => new Lesson(picture, [$"how many {Words.Plural(shape)} are there?"], "", count.ToString(CultureInfo.InvariantCulture)),
            1 => new Lesson(picture, ["what is the background?"], "", Words.Of(scene.Background)),
            _ => new Lesson(picture, ["how many objects are there?"], "", scene.Objects.Count.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static Lesson Judge(SeededRandom random, ScenePrompt prompt, Scene scene)
    {
        var (question, reply) = QuestionAndReply(random, prompt, scene);
        return new Lesson(SceneRenderer.Render(scene), [question], "", reply);
    }

    private static Lesson Compare(SeededRandom random, ScenePrompt prompt, Scene scene)
    {
        var (question, reply) = QuestionAndReply(random, prompt, scene);
        // The description is given in words; what follows it is learnt.
        var end = reply.IndexOf(" ;", reply.IndexOf(" on ", StringComparison.Ordinal), StringComparison.Ordinal) + 2;
        return new Lesson(null, [question], reply[..end], reply[end..]);
    }

    private static (string Question, string Reply) QuestionAndReply(SeededRandom random, ScenePrompt prompt, Scene scene)
    {
        var draw = random.NextDouble();
        if (draw < 0.6)
        {
            var chain = new JudgeChain(prompt, scene, largestFirst: true);
            return (LocalQuestion(prompt.Text, chain.Boxes), chain.LocalReply);
        }

        var whole = new JudgeChain(prompt, scene, largestFirst: false);
        return draw < 0.8 ? (LayoutQuestion(prompt.Text), whole.LayoutReply) : (SampleQuestion(prompt.Text), whole.SampleReply);
    }
}
