using System.Globalization;
using System.Text.RegularExpressions;
using Srum.Imaging;
using Srum.Models;
using Srum.Runs;

namespace Srum.Regions;

/// <summary>
/// Asks the model itself where its objects are. How many it finds must be measured for each model (it is a guess until
/// then): the shapes world gives the recall.
/// </summary>
/// <param name="model">The model; the wording is its template <c>ground</c>, else the library's.</param>
public sealed partial class GroundingProposer(IUnifiedModel model) : IRegionProposer
{
    private const string Number = @"(\d+(?:\.\d+)?)";

    // A list goes on within its line.
    private const string Next = @"[^\S\n]*%?[^\S\n]*[,;][^\S\n]*";

    private static readonly AnswerSettings Answer = new() { MaxTokens = 256 };

    private readonly QuestionTemplate template = QuestionTemplate.Of(model.Settings, "ground");

    /// <inheritdoc/>
    public string Name => "grounding " + ContentKey.Of(
        new { model = model.Identity, answer = Answer, wording = template.Source })[..16];

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<Box>> Propose(
        IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
        [
            .. model.Answer(
                [.. pictures.Select(p => template.Ask(p.Picture, p.Prompt, [], p.Seed))], Answer, cancel)
                .Select(Parse),
        ];

    /// <summary>
    /// Reads boxes from a reply: any line with four numbers in [0, 100] after each other, left, top, right, bottom in
    /// per cent; a line that is no box is left out, and so are a box that is there already and what stands in a
    /// thought.
    /// </summary>
    public static IReadOnlyList<Box> Parse(string reply)
    {
        var boxes = new List<Box>();
        foreach (Match match in FourNumbers().Matches(Thought.After(reply)))
        {
            var edges = Enumerable.Range(1, 4)
                .Select(i => double.Parse(match.Groups[i].Value, CultureInfo.InvariantCulture) / 100).ToArray();
            var box = new Box(edges[0], edges[1], edges[2], edges[3]);
            if (edges.All(e => e <= 1)
                && box.Left < box.Right
                && box.Top < box.Bottom
                && boxes.All(b => b.Iou(box) < 0.9))
            {
                boxes.Add(box);
            }
        }

        return [.. boxes.OrderByDescending(b => b.Area)];
    }

    [GeneratedRegex(
        @"(?<![\d.\-])" + Number + Next + Number + Next + Number + Next + Number + @"(?![\d.]\d|\d)")]
    private static partial Regex FourNumbers();
}
