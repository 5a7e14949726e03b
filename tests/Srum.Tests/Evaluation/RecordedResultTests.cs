using System.Globalization;
using Srum.Evaluation;
using Srum.Models;

namespace Srum.Tests.Evaluation;

/// <summary>The recorded result is of the model that ships, and the pages say what it says.</summary>
public sealed class RecordedResultTests
{
    private static readonly string Data = DataFolder.Path;

    private static ExperimentResult Recorded { get; } =
        ExperimentResult.Read(Path.Combine(Data, "results", "tiny-srum.json"));

    [Fact]
    public void It_was_made_with_the_shipped_model()
    {
        using var model = UnifiedModel.Open(Path.Combine(Data, "model"));
        Assert.Equal(model.Identity, Recorded.Model);
    }

    [Fact]
    public void It_has_five_trainings_of_each_system_and_compares_every_two()
    {
        Assert.Equal(
            ["base", "control", "sft", "published", "verdict"], Recorded.Systems.Select(system => system.Name));
        Assert.All(Recorded.Systems.Skip(1), system => Assert.Equal([0, 1, 2, 3, 4], system.TrainingSeeds));
        Assert.Equal(10, Recorded.Comparisons.Count);
        Assert.Equal("verdict", Recorded.DefaultSystem);
    }

    [Fact]
    public void The_readme_shows_its_figures_and_the_card_its_guidances()
    {
        var readme = File.ReadAllText(Path.Combine(Data, "..", "README.md"));
        Assert.All(
            Recorded.Systems,
            system => Assert.Contains($"{Shown(system.WholePrompt!)} %", readme, StringComparison.Ordinal));
        Assert.All(Recorded.Comparisons.Where(pair => pair.B == "base"), pair => Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"{100 * pair.Difference:+0.0;−0.0} ± {196 * pair.Stderr:0.0}"),
            readme, StringComparison.Ordinal));
        var card = File.ReadAllText(Path.Combine(Data, "README.md"));
        Assert.All(
            Recorded.Guidance!,
            score => Assert.Contains(
                score.IsChosen ? $"**{Shown(score.WholePrompt!)}**" : Shown(score.WholePrompt!), card,
                StringComparison.Ordinal));
    }

    [Fact]
    public void The_record_of_practice_is_of_the_shipped_model_and_the_readme_shows_its_gains()
    {
        var practice = ExperimentResult.Read(Path.Combine(Data, "results", "practice.json"));
        Assert.True(ModelIdentity.SameFiles(practice.Model, Recorded.Model));
        var readme = File.ReadAllText(Path.Combine(Data, "..", "README.md"));
        foreach (var system in (string[])["verdict", "unpractised"])
        {
            var gain = practice.Compare(system, "base")!;
            var practised = gain.ByGroup![PromptGroup.Practised];
            Assert.Contains(Gain(gain.Difference, gain.Stderr), readme, StringComparison.Ordinal);
            Assert.Contains(Gain(practised.Difference, practised.StandardError), readme, StringComparison.Ordinal);
        }

    }

    [Fact]
    public void The_record_of_the_Janus_is_of_the_shipped_one_and_the_readme_shows_its_differences()
    {
        var janus = ExperimentResult.Read(Path.Combine(Data, "results", "janus.json"));
        using var model = UnifiedModel.Open(Path.Combine(Data, "janus"));
        Assert.Equal(model.Identity, janus.Model);
        var readme = File.ReadAllText(Path.Combine(Data, "..", "README.md"));
        foreach (var system in (string[])["sft", "verdict"])
        {
            var difference = janus.Compare(system, "base")!;
            Assert.Contains(
                Gain(Math.Abs(difference.Difference), difference.Stderr), readme, StringComparison.Ordinal);
        }
    }

    private static string Gain(double difference, double error) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * difference:0.0} ± {196 * error:0.0}");

    private static string Shown(Estimate rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * rate.Mean:0.0} ± {100 * rate.Margin:0.0}");
}
