using Srum.Evaluation;
using Srum.Models;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Rounds;
using Srum.Runs;

namespace Srum.Tests.Rounds;

/// <summary>Systems at several guidance scales.</summary>
public sealed class GuidanceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Each_system_is_reported_at_the_scale_that_the_choosing_prompts_like_best()
    {
        // Right are the pictures at scale 2 of prompts that choose, and at scale 1 of those that are evaluated.
        var result = Run(
            choosing: Prompts("choose"),
            (prompt, scale) => prompt.StartsWith("choose", StringComparison.Ordinal) ? scale == 2 : scale == 1);
        Assert.Equal(["base", "sft", "published"], result.Systems.Select(system => system.Name));
        Assert.All(
            result.Systems, system => Assert.Equal((2.0, 0.0), (system.Guidance!.Value, system.WholePrompt!.Mean)));
        Assert.Equal(9, result.Guidance!.Count);
        Assert.All(result.Guidance, score => Assert.Equal(
            (score.Guidance == 2, score.Guidance == 2 ? 1.0 : 0, score.Guidance == 1 ? 1.0 : 0),
            (score.IsChosen, score.Choosing!.Mean, score.WholePrompt!.Mean)));
        Assert.Equal(result.ToJson(),
            ExperimentResult.Parse(File.ReadAllText(Path.Combine(folder, "result.json")), "result.json").ToJson());
        var page = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Contains("sft, at 2", page);
        Assert.Contains("on other prompts", page);
        Assert.Contains("alt=\"published: test 2", page);
    }

    [Fact]
    public void Without_prompts_that_choose_the_evaluated_ones_do_and_the_page_says_so()
    {
        var result = Run(null, (_, scale) => scale == 1.5);
        Assert.All(
            result.Systems, system => Assert.Equal((1.5, 1.0), (system.Guidance!.Value, system.WholePrompt!.Mean)));
        Assert.All(result.Guidance!, score => Assert.Null(score.Choosing));
        Assert.Contains("on these prompts themselves", File.ReadAllText(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public void Other_scales_are_further_evaluations_of_the_same_run()
    {
        var one = RoundChild.Run(folder, "toy", (_, _) => { });
        Assert.Null(one.Guidance);
        Assert.DoesNotContain(
            "guidance\":", string.Concat(one.ToJson().Split("\"systems\"").Skip(1)),
            StringComparison.OrdinalIgnoreCase);
        var before = RoundChild.Content(folder);
        using var model = new ToyModel();
        var result = RoundChild.Run(folder, model, RoundChild.Two(Recipe(model, [1, 2])), (_, _) => { });
        var after = RoundChild.Content(folder);
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
        Assert.Equal(6, result.Guidance!.Count);
    }

    private ExperimentResult Run(PromptSet? choosing, Func<string, double, bool> right)
    {
        using var toy = new ToyModel();
        var evaluator = new ByScale(right);
        var model = new Listening(toy, scale => evaluator.Scale = scale);
        var experiment =
            new Experiment(RunFolder.Open(folder), model, RoundChild.Two(Recipe(model, [1, 1.5, 2])), evaluator)
        {
            Choosing = choosing, Cache = null,
        };
        return experiment.Run(Prompts("train"), Prompts("test"), "srum run");
    }

    private static Recipe Recipe(IUnifiedModel model, IReadOnlyList<double> guidances)
    {
        var recipe = RoundChild.Recipe(model);
        return recipe with { Evaluation = recipe.Evaluation with { Guidances = guidances } };
    }

    private static PromptSet Prompts(string name) => new(
        name, [.. Enumerable.Range(1, 4).Select(i => new PromptEntry(i, $"{name} {i} a red dog", ""))]);

    // A batch is scored right after it was drawn.
    private sealed class Listening(IUnifiedModel inner, Action<double> drawn) : DelegatingModel(inner)
    {
        public override IReadOnlyList<Drawing> Draw(
            IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default)
        {
            drawn(settings.TextGuidance);
            return base.Draw(requests, settings, cancel);
        }
    }

    private sealed class ByScale(Func<string, double, bool> right) : IEvaluator
    {
        public double Scale { get; set; }

        public string Name => "by scale";

        public IReadOnlyList<PictureScore?> Score(
            IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default) =>
            [.. pictures.Select(item => new PictureScore(right(item.Prompt.Text, Scale), 0.5))];
    }
}
