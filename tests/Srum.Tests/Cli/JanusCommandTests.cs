using Srum.Cli;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Models;
using Srum.Tests.Models.Janus;

namespace Srum.Tests.Cli;

/// <summary>Every command on the second design; what it does not have is refused by name.</summary>
public sealed class JanusCommandTests(WorldJanus world) : IClassFixture<WorldJanus>
{
    private static readonly string[] Sizes =
    [
        "rollout.prompts=7", "rollout.pictures=2", "train.steps=2", "train.warmUpSteps=1", "train.batchSize=4",
        "evaluation.prompts=7", "judge.by=truth",
    ];

    [Fact]
    public void A_folder_is_inspected_drawn_with_and_asked()
    {
        Works("inspect", world.Model);
        Works("draw", "a red circle", "--out", world.At("red.png"), "--count", "2", "--guidance", "2");
        Works("draw", "a red circle", "--out", world.At("again.png"), "--code-temperature", "0");
        var drawn = PictureFile.Read(world.At("red-1.png"));
        Assert.Equal((32, 32), (drawn.Width, drawn.Height));
        Works("ask", world.At("red-1.png"), "what is it?", "--tokens", "4");
        Works("judge", world.At("red-1.png"), "--prompt", "a red circle", "--out", world.At("judged.png"));
        Assert.True(File.Exists(world.At("judged.png")));
    }

    [Fact]
    public void It_is_scored_without_thoughts() => Works("score", "--prompts", "7");

    [Theory]
    [InlineData("--precision", "bf16")]
    [InlineData("--precision", "mixed")]
    public void It_draws_in_other_precisions(string flag, string precision)
    {
        Works("draw", "a red circle", "--out", world.At(precision + ".png"), flag, precision);
        Assert.Equal(32, PictureFile.Read(world.At(precision + ".png")).Width);
    }

    [Fact]
    public void Two_rounds_of_a_recipe_with_its_controls_end_with_a_result()
    {
        var run = world.At("rounds");
        Works(["run", "--run", run, "--recipe", "control,sft,verdict", .. Set([.. Sizes, "rounds=2"])]);
        var result = ExperimentResult.Read(Path.Combine(run, "result.json"));
        Assert.Equal(
            ["base", "control", "sft", "verdict"],
            result.Systems.Select(system => system.Name).Order(StringComparer.Ordinal));
        Assert.All(result.Systems, system => Assert.Equal(7, system.WholePrompt!.Count));
        Assert.True(File.Exists(Path.Combine(run, "report.html")));
    }

    [Fact]
    public void What_learns_from_no_rewards_is_trained_step_by_step_without_a_judge()
    {
        var run = world.At("steps");
        Works(["rollout", "--run", run, "--recipe", "sft", .. Set(Sizes)]);
        Works(["train", "--run", run, "--recipe", "sft", .. Set(Sizes)]);
        Assert.True(Directory.Exists(Path.Combine(run, "models", "sft-0")));
    }

    [Theory]
    [InlineData("fp32")]
    [InlineData("mixed")]
    public void A_run_goes_on_in_the_precision_that_it_was_begun_with(string precision)
    {
        var run = world.At("begun-" + precision);
        Works(["run", "--run", run, "--recipe", "sft", "--precision", precision, .. Set(Sizes)]);
        var begun = File.ReadAllBytes(Path.Combine(run, "records", "rollout.jsonl"));
        Works(["run", "--run", run, "--recipe", "sft,verdict", .. Set(Sizes)]);
        var result = ExperimentResult.Read(Path.Combine(run, "result.json"));
        Assert.Equal(precision, $"{ModelIdentity.PrecisionOf(result.Model)}", ignoreCase: true);
        Assert.Equal(begun, File.ReadAllBytes(Path.Combine(run, "records", "rollout.jsonl")));
    }

    [Fact]
    public void A_round_of_the_published_rule_ends_with_a_result()
    {
        var run = world.At("published");
        Works(["run", "--run", run, "--recipe", "published", .. Set(Sizes)]);
        Assert.Equal(2, ExperimentResult.Read(Path.Combine(run, "result.json")).Systems.Count);
    }

    [Theory]
    [InlineData("draw x --sampling-steps 20", "steps")]
    [InlineData("draw x --shift 2", "timestepShift")]
    [InlineData("draw x --solver adams", "solver")]
    [InlineData("draw x --think", "think")]
    [InlineData("run --set rollout.draw.steps=20", "steps")]
    [InlineData("run --set evaluation.draw.timestepShift=2", "timestepShift")]
    [InlineData("run --set rollout.draw.think=true", "think")]
    [InlineData("run --set train.forward.timestepShift=1", "timestepShift")]
    [InlineData("run --set train.forward.freezeUnderstanding=false", "freezeUnderstanding")]
    [InlineData("run --recipe {recipe}", "guidanceStart")]
    public void What_it_does_not_have_is_refused_by_name_before_anything_is_drawn(string line, string named)
    {
        Assert.SkipUnless(world.IsThere, "There are no reference values of this design.");
        var (recipe, place) = (world.At("own.json"), world.At(Guid.NewGuid().ToString("N")));
        File.WriteAllText(recipe, """{"from": "verdict", "rollout": {"draw": {"guidanceStart": 0.1}}}""");
        string[] words = line.Replace("{recipe}", recipe).Split(' ');
        var errors = new StringWriter();
        string[] where = words[0] == "run" ? ["--run", place] : ["--out", place + ".png"];
        Assert.NotEqual(0, CommandLine.Run([.. words, "--model", world.Model, .. where], errors, default));
        Assert.Contains($"The setting {named} is ", errors.ToString());
        Assert.False(File.Exists(place + ".png"));
        Assert.Empty(
            Directory.Exists(place) ? Directory.EnumerateFiles(place, "*.png", SearchOption.AllDirectories) : []);
    }

    private static IEnumerable<string> Set(string[] settings) =>
        settings.SelectMany(setting => (string[])["--set", setting]);

    private void Works(params string[] words)
    {
        Assert.SkipUnless(world.IsThere, "There are no reference values of this design.");
        string[] model = words[0] == "inspect" ? [] : ["--model", world.Model];
        var errors = new StringWriter();
        Assert.True(CommandLine.Run([.. words, .. model], errors, default) == 0, errors.ToString());
    }
}
