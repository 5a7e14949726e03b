using Srum.Imaging;
using Srum.Judging;
using Srum.Models;
using Srum.Pretraining;
using Srum.Regions;
using Srum.Tests.Judging;

namespace Srum.Tests.Regions;

public sealed class ProposerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string file;

    public ProposerTests() => file = folder.File("boxes.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_box_file_gives_each_pictures_boxes_clipped_and_largest_first()
    {
        File.WriteAllText(file, """{"7.png": [[2, 2, 4, 4], [-3, 4, 8, 30]], "8.png": []}""");
        var boxes = new BoxFileProposer(file).Propose([Request("pictures/7.png"), Request("8.png")]);
        Assert.Equal([new Box(0, 0.25, 0.5, 1), new Box(0.125, 0.125, 0.25, 0.25)], boxes[0]);
        Assert.Empty(boxes[1]);
    }

    [Theory]
    [InlineData("[1, 2]", "line 1 cannot be read as JSON")]
    [InlineData("{\"8.png\": []}", "names no boxes for '7.png'")]
    [InlineData("{\"7.png\": null}", "names no boxes for '7.png'")]
    [InlineData("{\"7.png\": [null]}", "has a box []")]
    [InlineData("{\"7.png\": [[4, 2, 2, 4]]}", "[4, 2, 2, 4]")]
    [InlineData("{\"7.png\": [[4, 2, 6]]}", "[4, 2, 6]")]
    [InlineData("{\"7.png\": [[20, 2, 30, 4]]}", "meets the picture")]
    [InlineData("""{"images": [], "annotations": [{"bbox": [1, 2, 3, 4]}]}""", "needs a list")]
    [InlineData("""{"images": [{"id": 1}], "annotations": []}""", "needs a list")]
    [InlineData("""{"images": [{"id": 1, "file_name": null}], "annotations": []}""", "needs a list")]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "7.png"}], "annotations": [{"image_id": 1, "bbox": [4, 4, 0, 2]}]}""",
        "[4, 4, 4, 6]")]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "7.png"}, {"id": 2, "file_name": "7.png"}], "annotations": []}""",
        "twice")]
    public void A_box_file_of_either_form_that_does_not_fit_is_refused_by_name(string json, string part)
    {
        File.WriteAllText(file, json);
        var message = Assert.Throws<SrumException>(() => new BoxFileProposer(file).Propose([Request("7.png")])).Message;
        Assert.Contains(file, message);
        Assert.Contains(part, message);
    }

    [Fact]
    public void A_COCO_file_gives_boxes_in_the_size_that_it_states()
    {
        File.WriteAllText(file, """
            {
              "info": {}, "categories": [{"id": 3, "name": "cat"}],
              "images": [
                {"id": 12, "file_name": "7.png", "width": 32, "height": 32}, {"id": 13, "file_name": "8.png"}],
              "annotations": [
                {"id": 1, "image_id": 12, "category_id": 3, "bbox": [8, 4, 8, 16], "area": 128, "iscrowd": 0},
                {"id": 2, "image_id": 12, "category_id": 3, "bbox": [0, 0, 32, 32]}]
            }
            """);
        var boxes = new BoxFileProposer(file).Propose([Request("pictures/7.png"), Request("8.png")]);
        Assert.Equal([new Box(0, 0, 1, 1), new Box(0.25, 0.125, 0.5, 0.625)], boxes[0]);
        Assert.Empty(boxes[1]);
    }

    [Fact]
    public void A_scored_file_gives_the_regions_of_its_lines()
    {
        var scored = folder.File("scored.jsonl");
        const string first =
            "{\"image_file\": \"7.png\", \"vlm_rewards\": [{\"bbox\": [8, 4, 16, 20], \"score\": 0.5}, {\"score\": 1}, "
            + "{\"bbox\": null}], \"global_layout_reward\": {\"bbox\": [0, 0, 32, 32]}}\n";
        File.WriteAllText(scored, first + """
            {"image_file": "8.png", "vlm_rewards": [{"bbox": [4, 4, 8, 8], "score": null}, {"bbox": [9, 9, 2, 2]}]}

            {"image_file": "9.png"}
            """);
        var boxes = new BoxFileProposer(scored).Propose([Request("7.png"), Request("8.png"), Request("9.png")]);
        Assert.Equal([new Box(0.25, 0.125, 0.5, 0.625)], boxes[0]);
        Assert.Equal([new Box(0.25, 0.25, 0.5, 0.5)], boxes[1]);
        Assert.Empty(boxes[2]);
        File.WriteAllText(scored, "{\"image_file\": \"7.png\"}\n{\"picture\": 1}\n");
        Assert.Contains("line 2 is no line of a scored file", Assert.Throws<SrumException>(
            () => new BoxFileProposer(scored)).Message);
    }

    [Fact]
    public void A_missing_box_file_is_named() =>
        Assert.Contains(file, Assert.Throws<SrumException>(() => new BoxFileProposer(file)).Message);

    [Fact]
    public void Grounding_reads_any_line_with_four_per_cent_values_and_drops_what_is_no_box()
    {
        const string reply = "<think>Box: 0, 0, 99, 99</think>\nBox: 10, 20, 45, 80, a bicycle\n- 50%, 5%, 95%, 55.5%: "
            + "a cat\nBox: 60, 10, 40, 20\nBox: 10, 20, 145, 80\nBox: 10, 20, 45, 80, again";
        Assert.Equal([new Box(0.5, 0.05, 0.95, 0.555), new Box(0.1, 0.2, 0.45, 0.8)], GroundingProposer.Parse(reply));
        Assert.Empty(GroundingProposer.Parse("There is nothing."));
        Assert.Empty(GroundingProposer.Parse("<think>Box: 10, 20, 45, 80"));
        Assert.Empty(GroundingProposer.Parse("1 cup, 10, 20,\n45, 80"));
        Assert.Single(GroundingProposer.Parse("A cup: 10 %; 20 % ,\t45;80"));
        var model = new ScriptedModel((_, _) => reply);
        Assert.Equal(2, new GroundingProposer(model).Propose([Request("7.png")])[0].Count);
    }

    [Fact]
    public void What_another_model_grounds_or_another_wording_asks_has_another_name()
    {
        using ToyModel one = new(seed: 1), other = new(seed: 2);
        var plain = new ScriptedModel((_, _) => "");
        var worded = new ScriptedModel((_, _) => "")
        {
            Settings = new ModelSettings { Templates = new Dictionary<string, string> { ["ground"] = "{prompt}?" } },
        };
        IUnifiedModel[] models = [one, other, plain, worded];
        string[] names = [.. models.Select(model => new GroundingProposer(model).Name)];
        Assert.Equal(4, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^grounding [0-9a-f]{16}$", name));
        Assert.Equal(names[0], new GroundingProposer(one).Name);
    }

    [Fact]
    public void The_tiny_models_questions_can_be_written_as_a_template()
    {
        var template = QuestionTemplate.Parse(
            "region = \"\\nRegion {n} {cell}: {left} {top} {right} {bottom}\"\nseparator = \"\"\n---\njudge regions : "
                + "{prompt}{regions}\n");
        Box[] boxes =
            [new(0.1, 0.1, 0.4, 0.4), new(0.5, 0.03125, 0.9, 0.45), new(0.1, 0.6, 0.4, 1), new(0.53125, 0.6, 0.9, 1)];
        var question = template.Ask(Request("x").Picture, "two red circles", boxes, 0);
        Assert.Equal(Lessons.LocalQuestion("two red circles", boxes), question.Text);
        Assert.Null(question.System);
    }

    [Theory]
    [InlineData("a red circle", "two circles and a square", true)]
    [InlineData("red blob", "a red circle", false)]
    [InlineData("red", "a red circle", true)]
    [InlineData("berries", "a berry on a plate", true)]
    [InlineData("boxes of glass", "a box", true)]
    [InlineData("a horse", "two horses in a field", true)]
    [InlineData("cookies", "a cookie on a plate", true)]
    [InlineData("a glass", "three glasses of water", true)]
    [InlineData("buses", "a bus", true)]
    [InlineData("a horse", "a house", false)]
    [InlineData("a wooden spoon left of the teapot", "a red teapot and a cup", true)]
    [InlineData("木勺", "木勺在左边", true)]
    [InlineData("a smeared shape", "a red ceramic teapot", false)]
    [InlineData("", "a red circle", true)]
    [InlineData(null, "a red circle", true)]
    public void A_named_object_is_relevant_when_a_noun_of_it_stands_in_the_prompt(
        string? name, string prompt, bool relevant) =>
        Assert.Equal(relevant, Keywords.Match(name, prompt));

    private static JudgeRequest Request(string picture) => new(
        "7", "x", picture, new Picture(16, 16, new byte[768]), 0);
}
