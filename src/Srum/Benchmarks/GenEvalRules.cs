namespace Srum.Benchmarks;

/// <summary>
/// GenEval's rules on detected objects (<c>evaluate_images.py</c>); the detector itself is not shipped.
/// </summary>
public static class GenEvalRules
{
    /// <summary>The share of both widths (or heights) that two centres must be apart before it counts.</summary>
    private const double Slack = 0.1;

    /// <summary>
    /// How <paramref name="a"/> stands to <paramref name="b"/>: any of above, below, left of, right of, in this order.
    /// </summary>
    public static IReadOnlyList<string> Relations(DetectedObject a, DetectedObject b)
    {
        var (x, y) = (a.Centre.X - b.Centre.X, a.Centre.Y - b.Centre.Y);
        var across = Apart(x, Math.Abs(a.Right - a.Left) + Math.Abs(b.Right - b.Left));
        var down = Apart(y, Math.Abs(a.Bottom - a.Top) + Math.Abs(b.Bottom - b.Top));
        if (Math.Abs(across) < 1e-3 && Math.Abs(down) < 1e-3)
        {
            return [];
        }

        var (right, below) = (across / double.Hypot(x, y), down / double.Hypot(x, y));
        return
        [
            .. below < -0.5 ? ["above"] : (string[])[],
            .. below > 0.5 ? ["below"] : (string[])[],
            .. right < -0.5 ? ["left of"] : (string[])[],
            .. right > 0.5 ? ["right of"] : (string[])[],
        ];

        static double Apart(double distance, double sizes) =>
            Math.Max(Math.Abs(distance) - (Slack * sizes), 0) * Math.Sign(distance);
    }

    /// <summary>Whether a picture shows what its prompt asks for.</summary>
    /// <param name="include">What must be there; of each class only the first so many objects are looked at.</param>
    /// <param name="exclude">What must not: so many objects of a class, or more.</param>
    /// <param name="detected">Objects by class, the surest first.</param>
    public static bool IsRight(
        IReadOnlyList<GenEvalRequirement> include, IReadOnlyList<GenEvalRequirement> exclude,
        IReadOnlyDictionary<string, IReadOnlyList<DetectedObject>> detected)
    {
        var isRight = exclude.All(requirement => Of(requirement.Class).Count < requirement.Count);
        var matched = new List<IReadOnlyList<DetectedObject>?>();
        foreach (var requirement in include)
        {
            DetectedObject[] found = [.. Of(requirement.Class).Take(requirement.Count)];
            var isMatched = found.Length == requirement.Count
                && (requirement.Colour is null || found.All(item => item.Colour == requirement.Colour))
                && (requirement.Position is not { } place || (matched.ElementAtOrDefault(place.Target) is { } targets
                    && found.All(item => targets.All(target => Relations(item, target).Contains(place.Relation)))));
            matched.Add(isMatched ? found : null);
            isRight &= isMatched;
        }

        return isRight;

        IReadOnlyList<DetectedObject> Of(string name) => detected.GetValueOrDefault(name) ?? [];
    }
}
