using System.Globalization;
using System.Text.RegularExpressions;
using Srum.Imaging;
using Srum.Models;

namespace Srum.Regions;

/// <summary>
/// Asks the model itself where its objects are. How many it finds must be measured for each model (it is a guess until
/// then): the shapes world gives the recall.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="settings">Length and batch of the replies; null takes 256 tokens.</param>
/// <param name="template">The wording; null takes the model's <c>ground</c>, else the library's.</param>
public sealed partial class GroundingProposer(
    IUnifiedModel model, AnswerSettings? settings = null, QuestionTemplate? template = null) : IRegionProposer
{
    private readonly AnswerSettings settings = settings ?? new() { MaxTokens = 256 };
    private readonly QuestionTemplate template = template ?? QuestionTemplate.Of(model.Settings, "ground");

    /// <inheritdoc/>
    public string Name => $"grounding {this.settings.MaxTokens}";

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<Box>> Propose(
        IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
        [
            .. model.Answer(
                [.. pictures.Select(p => this.template.Ask(p.Picture, p.Prompt, [], p.Seed))], this.settings, cancel)
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
        @"(?<![\d.\-])(\d+(?:\.\d+)?)\s*%?\s*[,;]\s*(\d+(?:\.\d+)?)\s*%?\s*[,;]\s*(\d+(?:\.\d+)?)\s*%?\s*[,;]\s*(\d+(?:\.\d+)?)(?![\d.]\d|\d)")]
    private static partial Regex FourNumbers();
}
