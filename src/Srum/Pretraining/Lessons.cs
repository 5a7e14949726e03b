using System.Globalization;
using Srum.Imaging;
using Srum.Models;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>Makes the understanding half's lessons from rendered scenes.</summary>
/// <param name="world">What they are about.</param>
internal sealed class Lessons(World world)
{
    /// <summary>Stands before a prompt that is thought about.</summary>
    public const string Think = "think";

    /// <summary>Asks for a description.</summary>
    public const string Describe = "describe the picture";

    /// <summary>
    /// The template of the question about a picture's regions; each stands numbered with its cell and its corners in
    /// per cent.
    /// </summary>
    public const string LocalTemplate = "region = Region {n} {cell}: {left} {top} {right} {bottom}\n---\njudge regions "
        + ": {prompt}\n{regions}";

    /// <summary>The template of the question about the layout.</summary>
    public const string LayoutTemplate = "judge layout : {prompt}";

    /// <summary>The template of the question about the whole picture.</summary>
    public const string SampleTemplate = "judge picture : {prompt}";

    private static readonly QuestionTemplate Local = QuestionTemplate.Parse(LocalTemplate);
    private static readonly QuestionTemplate Layout = QuestionTemplate.Parse(LayoutTemplate);
    private static readonly QuestionTemplate Sample = QuestionTemplate.Parse(SampleTemplate);
    private static readonly QuestionTemplate Region = QuestionTemplate.Parse(
        "region = {cell}: {left} {top} {right} {bottom}\n---\nwhat is in {regions}?");

    private readonly LessonScenes scenes = new(world);

    /// <summary>Replies such as a judge that learns here will write, of which it drafts its own.</summary>
    public static IEnumerable<string> UsualReplies(World world)
    {
        var (lessons, scenes, random) = (new Lessons(world), new LessonScenes(world), new SeededRandom(1));
        return Enumerable.Range(0, 128).Select(i =>
        {
            var draft = scenes.NearMiss(random);
            return lessons.About(random, LessonKind.Judge, draft.Prompt, draft.Scene, placed: true).Reply;
        });
    }

    /// <summary>A lesson of a kind.</summary>
    public Lesson Next(SeededRandom random, LessonKind kind)
    {
        var prompt = scenes.Prompt(random);
        var right = SceneSampler.Next(random, prompt, world);
        var scene = random.Chance(0.5) ? right : SceneFaults.Break(random, prompt, right, world);
        return About(
            random, kind, prompt, kind == LessonKind.See && random.Chance(0.5) ? scenes.Free(random) : scene,
            placed: false);
    }

    /// <summary>A lesson of a kind about a scene.</summary>
    /// <param name="random">Decides what is asked.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="prompt">What was asked for.</param>
    /// <param name="scene">What there is: shown, or told where the kind has no picture.</param>
    /// <param name="placed">Whether descriptions say where each object is.</param>
    public Lesson About(SeededRandom random, LessonKind kind, ScenePrompt prompt, Scene scene, bool placed) =>
        kind switch
    {
        LessonKind.See => See(random, scene, placed),
        LessonKind.Judge => Judge(random, prompt, scene, placed),
        _ => random.Chance(0.12)
            ? new Lesson(null, [Think, prompt.Text], "", prompt.Resolved)
            : Compare(random, prompt, scene, placed),
    };

    /// <summary>The question about a picture's regions, as the judge will ask it.</summary>
    public static string LocalQuestion(string prompt, IReadOnlyList<Box> boxes) =>
        Local.Text(prompt, boxes).TrimEnd('\n');

    private Lesson See(SeededRandom random, Scene scene, bool placed)
    {
        var draw = random.NextDouble();
        if (draw < 0.6)
        {
            // Drawn for its random numbers alone: the lessons after it, and with them the words that a tokenizer
            // learns, stay what they were.
            _ = scenes.Prompt(random);
            return new Lesson(scene, [Describe], "", JudgeChain.Describe(scene.Objects, scene.Background, placed));
        }

        if (draw < 0.8 && scene.Objects.Count > 0)
        {
            var item = random.Pick(scene.Objects);
            return new Lesson(scene, [Region.Text("", [RegionBox.Of(item)])], "", Words.Phrase(item));
        }

        var shape = random.Pick(world.Shapes);
        var count = scene.Objects.Count(item => item.Shape == shape);
        return random.Below(3) switch
        {
            0 => new Lesson(
                scene, [$"how many {Words.Plural(shape)} are there?"], "",
                count.ToString(CultureInfo.InvariantCulture)),
            1 => new Lesson(scene, ["what is the background?"], "", Words.Of(scene.Background)),
            _ => new Lesson(
                scene, ["how many objects are there?"], "", scene.Objects.Count.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static Lesson Judge(SeededRandom random, ScenePrompt prompt, Scene scene, bool placed)
    {
        var (question, reply, _) = QuestionAndReply(random, prompt, scene, placed);
        return new Lesson(scene, [question], "", reply);
    }

    private static Lesson Compare(SeededRandom random, ScenePrompt prompt, Scene scene, bool placed)
    {
        // The description is given in words; what follows it is learnt.
        var (question, reply, opening) = QuestionAndReply(random, prompt, scene, placed);
        return new Lesson(null, [question], opening, reply[opening.Length..]);
    }

    private static (string Question, string Reply, string Opening) QuestionAndReply(
        SeededRandom random, ScenePrompt prompt, Scene scene, bool placed)
    {
        var draw = random.NextDouble();
        if (draw < 0.6)
        {
            var chain = new JudgeChain(prompt, scene, largestFirst: true, placed);
            return (LocalQuestion(prompt.Text, chain.Boxes), chain.LocalReply, chain.Opening);
        }

        var whole = new JudgeChain(prompt, scene, largestFirst: false, placed);
        return draw < 0.8
            ? (Layout.Text(prompt.Text, []), whole.LayoutReply, whole.Opening)
            : (Sample.Text(prompt.Text, []), whole.SampleReply, whole.Opening);
    }
}
