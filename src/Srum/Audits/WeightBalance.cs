using Srum.Maps;

namespace Srum.Audits;

/// <summary>A part of a picture and the weight that training puts on it.</summary>
/// <param name="Tokens">How many tokens it covers; those at its border by their share.</param>
/// <param name="Total">The sum of their weights, λ included.</param>
public readonly record struct PartWeight(double Tokens, double Total)
{
    /// <summary>Weight a token; null where the part covers none.</summary>
    public double? Mean => Tokens > 0 ? Total / Tokens : null;

    /// <summary>Both parts together.</summary>
    public static PartWeight operator +(PartWeight a, PartWeight b) => new(a.Tokens + b.Tokens, a.Total + b.Total);
}

/// <summary>
/// Where a rule puts the weight: on what is right, on what is wrong, and elsewhere. The three parts make up the
/// picture; where a right and a wrong region meet, their pixels count as wrong.
/// </summary>
/// <param name="Right">Regions that show what the prompt asks for.</param>
/// <param name="Wrong">Regions that do not.</param>
/// <param name="Elsewhere">The rest.</param>
public sealed record WeightBalance(PartWeight Right, PartWeight Wrong, PartWeight Elsewhere)
{
    /// <summary>The balance of one picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="lambda">λ_c, which the constraint adds to the weight of every token.</param>
    /// <param name="regions">
    /// How many regions count for the map, in the judge's order; null = all. The parts are always made of all.
    /// </param>
    public static WeightBalance Of(CheckedPicture picture, MapRule rule, double lambda = 0, int? regions = null)
    {
        var weights = picture.Weights(rule, regions);
        var (right, wrong) = (Pixels(picture, right: true), Pixels(picture, right: false));
        var (rights, wrongs) = (Shares(picture, pixel => right.Contains(pixel) && !wrong.Contains(pixel)),
            Shares(picture, wrong.Contains));
        return new WeightBalance(
            Part(token => rights[token]), Part(token => wrongs[token]),
            Part(token => 1 - rights[token] - wrongs[token]));

        PartWeight Part(Func<int, double> share) => weights.Index().Aggregate(
            default(PartWeight),
            (sum, token) => sum + new PartWeight(share(token.Index), share(token.Index) * (token.Item + lambda)));
    }

    private static HashSet<int> Pixels(CheckedPicture picture, bool right) =>
        [
            .. picture.Reward.Regions.Zip(picture.Right).Where(pair => pair.Second == right)
                .SelectMany(pair => pair.First.Box.Pixels(picture.Picture.Width, picture.Picture.Height)),
        ];

    // How much of each token is of a kind: the tokens of a map that is 1 there and 0 elsewhere.
    private static float[] Shares(CheckedPicture picture, Func<int, bool> covers) =>
        picture.Weights(MapRule.Own(
            "share",
            (_, width, height) => [.. Enumerable.Range(0, width * height).Select(pixel => covers(pixel) ? 1f : 0f)]));
}
