using System.Collections.Concurrent;
using System.Globalization;
using Srum.Models;

namespace Srum.Training;

/// <summary>
/// What an objective makes of the reward maps of its examples, each painted once: a weight for every pixel and token.
/// </summary>
internal sealed class ExampleWeights
{
    private readonly IReadOnlyList<TrainExample> examples;
    private readonly Rewarded objective;
    private readonly double[]? shared;
    private readonly double scale;
    private readonly Lazy<Dictionary<string, double>> rates;

    // The halves of a step ask for theirs side by side.
    private readonly ConcurrentDictionary<(int Example, TokenGrid Grid), float[]> tokens = [];

    /// <exception cref="SrumException">The weights are to be scaled and their mean is not above 0.</exception>
    public ExampleWeights(IReadOnlyList<TrainExample> examples, Rewarded objective)
    {
        (this.examples, this.objective) = (examples, objective);
        shared = objective.IsShared
            ? objective.Shared([.. examples.Select(example => (example.Prompt, Used(example, 1).Average()))]) : null;
        rates = new(() => Enumerable.Range(0, examples.Count)
            .GroupBy(example => examples[example].Prompt, example => Pixels(example, scale).Average())
            .ToDictionary(prompt => prompt.Key, prompt => prompt.Average()));
        var own = objective.WantedMean is null ? 1 : Spread(1).Mean;
        scale = objective.WantedMean switch
        {
            null => 1,
            { } wanted when own > 0 => wanted / own,
            { } wanted => throw new SrumException(string.Create(
                CultureInfo.InvariantCulture,
                $"The weights have the mean {own:0.###}: they cannot be scaled to a mean of {wanted}. Leave "
                + $"train.objective.meanWeight or meanReward out, whichever is set.")),
        };
    }

    /// <summary>Mean, least and most of the weights over all pixels of all examples.</summary>
    public (double Mean, double Least, double Most) Spread() => Spread(scale);

    /// <summary>The mean weight of a prompt's pictures, each counting once.</summary>
    public double Rate(string prompt) => rates.Value[prompt];

    /// <summary>The weight that all tokens of a picture share.</summary>
    public double Picture(int example) => shared![example];

    /// <summary>One weight a token, row by row.</summary>
    public float[] Tokens(int example, TokenGrid grid) => tokens.GetOrAdd((example, grid), _ =>
    {
        var factor = (float)scale;
        return shared is null
            ? [.. objective.Paint(examples[example]).TokenWeights(grid.Rows, grid.Columns)
                .Select(weight => (float)objective.Used(weight * factor))]
            : [.. Enumerable.Repeat((float)shared[example] * factor, grid.Count)];
    });

    private (double Mean, double Least, double Most) Spread(double factor)
    {
        var (mean, least, most) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < examples.Count; i++)
        {
            var pixels = Pixels(i, factor);
            mean += pixels.Average() / examples.Count;
            (least, most) = (Math.Min(least, pixels.Min()), Math.Max(most, pixels.Max()));
        }

        return (mean, least, most);
    }

    // A single one where all pixels share it.
    private double[] Pixels(int example, double factor) =>
        shared is null ? [.. Used(examples[example], factor)] : [shared[example] * factor];

    private IEnumerable<double> Used(TrainExample example, double factor) =>
        objective.Paint(example).Pixels.Select(pixel => objective.Used(pixel * factor));
}
