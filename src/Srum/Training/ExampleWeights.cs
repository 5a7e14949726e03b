using Srum.Models;
using Srum.Rewards;

namespace Srum.Training;

/// <summary>What a weighted recipe gives the pixels and tokens of its examples, whose maps are painted once.</summary>
internal sealed class ExampleWeights
{
    private readonly IReadOnlyList<TrainExample> examples;
    private readonly TrainSettings settings;
    private readonly double[]? shared;
    private readonly float scale;
    private readonly Lazy<Dictionary<string, double>> rates;
    private readonly Dictionary<(int Example, TokenGrid Grid), float[]> tokens = [];

    /// <exception cref="SrumException">The weights are to be scaled and their mean is not above 0.</exception>
    public ExampleWeights(IReadOnlyList<TrainExample> examples, TrainSettings settings)
    {
        (this.examples, this.settings) = (examples, settings);
        shared = Shared();
        rates = new(() => Enumerable.Range(0, examples.Count)
            .GroupBy(example => examples[example].Prompt, example => Pixels(example).Average())
            .ToDictionary(prompt => prompt.Key, prompt => prompt.Average()));
        scale = settings.MatchedMeanWeight is null ? 1 : (float)WeightSpread.Scale(Unscaled().Mean, settings);
    }

    /// <summary>One weight a token, row by row.</summary>
    public float[] Tokens(int example, TokenGrid grid)
    {
        if (!tokens.TryGetValue((example, grid), out var weights))
        {
            weights = shared is null
                ? [.. WeightSpread.Map(examples[example], settings.Rule).TokenWeights(grid.Rows, grid.Columns).Select(weight => (float)Used(weight) * scale)]
                : [.. Enumerable.Repeat((float)shared[example] * scale, grid.Count)];
            tokens[(example, grid)] = weights;
        }

        return weights;
    }

    /// <summary>The mean reward of a prompt's pictures, each counting once.</summary>
    public double Rate(string prompt) => rates.Value[prompt];

    /// <summary>The spread of all weights, not scaled.</summary>
    public WeightSpread Unscaled()
    {
        var (mean, least, most) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < examples.Count; i++)
        {
            var pixels = Pixels(i);
            mean += pixels.Average() / examples.Count;
            (least, most) = (Math.Min(least, pixels.Min()), Math.Max(most, pixels.Max()));
        }

        return new WeightSpread(mean, least, most);
    }

    // A single one where all pixels share it.
    private IReadOnlyList<double> Pixels(int example) =>
        shared is null ? [.. WeightSpread.Map(examples[example], settings.Rule).Pixels.Select(pixel => Used(pixel))] : [shared[example]];

    private double[]? Shared()
    {
        if (settings.PictureReward == PictureReward.None)
        {
            return null;
        }

        (string Prompt, double Reward)[] pictures =
            [.. examples.Select(example => (example.Prompt, WeightSpread.Map(example, settings.Rule).Pixels.Average(pixel => Used(pixel))))];
        return settings.PictureReward switch
        {
            PictureReward.Rank => PromptAdvantage.Ranks(pictures),
            PictureReward.Standard => PromptAdvantage.Standardised(pictures),
            _ => [.. pictures.Select(picture => picture.Reward)],
        };
    }

    // Reflection takes a reward in [0, 1] with ½ neutral, which a signed weight has at 0.
    private double Used(double weight) =>
        !settings.Reflected ? weight : Math.Clamp(settings.Rule.IsSigned ? (1 + weight) / 2 : weight, 0, 1);
}
