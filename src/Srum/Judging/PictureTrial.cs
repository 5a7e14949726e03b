using Srum.Imaging;
using Srum.Regions;

namespace Srum.Judging;

/// <summary>One picture while it is being judged: what is still missing, what was said so far.</summary>
internal sealed class PictureTrial(
    JudgeRequest request, IReadOnlyList<Box> boxes, JudgeQuestions questions, bool checkKeywords)
{
    private readonly RegionJudgement?[] regions = new RegionJudgement?[boxes.Count];
    private readonly List<JudgeReply> replies = [];
    private LayoutJudgement? layout = questions.HasFlag(JudgeQuestions.Layout) ? new(null, null) : null;
    private SampleJudgement? sample = questions.HasFlag(JudgeQuestions.Sample) ? new(null, null, null) : null;

    /// <summary>The questions for what has no score yet.</summary>
    public IEnumerable<PendingQuestion> Ask(JudgeTemplates templates, int attempt)
    {
        // A seed a try and kind, so that no two questions about a picture share their random numbers.
        var seed = SeededRandom.SeedAt(request.Seed, attempt * 3);
        var missing = Enumerable.Range(0, boxes.Count).Where(i => regions[i]?.Score is null).ToList();
        if (missing.Count > 0)
        {
            yield return new(this, "regions", missing,
                templates.Local.Ask(request.Picture, request.Prompt, [.. missing.Select(i => boxes[i])], seed));
        }

        if (layout is { Score: null })
        {
            yield return new(this, "layout", [], templates.Global.Ask(request.Picture, request.Prompt, [], seed + 1));
        }

        if (sample is { Score: null })
        {
            yield return new(this, "sample", [], templates.Sample.Ask(request.Picture, request.Prompt, [], seed + 2));
        }
    }

    /// <summary>Takes what a reply says; what it leaves out keeps what an earlier reply said.</summary>
    public void Take(PendingQuestion asked, string written, int attempt)
    {
        replies.Add(new JudgeReply(asked.About, attempt, written));
        var reply = asked.Question.ReplyPrefix + written;
        switch (asked.About)
        {
            case "regions":
                foreach (var said in JudgeReplyParser.Regions(reply, asked.Regions.Count))
                {
                    var index = asked.Regions[said.Region - 1];
                    var before = regions[index];
                    regions[index] = said with
                    {
                        Region = index + 1, Object = said.Object ?? before?.Object, Reason = said.Reason
                            ?? before?.Reason,
                    };
                }

                break;
            case "layout":
                var saidOfLayout = JudgeReplyParser.Layout(reply);
                layout = saidOfLayout with { Reason = saidOfLayout.Reason ?? layout!.Reason };
                break;
            default:
                var saidOfAll = JudgeReplyParser.Sample(reply);
                sample = saidOfAll with
                {
                    Reason = saidOfAll.Reason ?? sample!.Reason,
                        Impression = saidOfAll.Impression ?? sample!.Impression,
                };
                break;
        }
    }

    /// <summary>Takes a graded score in place of the written one.</summary>
    /// <param name="about">Of which question.</param>
    /// <param name="region">Index of the region, for regions.</param>
    /// <param name="score">In [-1, 1].</param>
    public void Grade(string about, int region, double score)
    {
        switch (about)
        {
            case "regions":
                regions[region] = (regions[region] ?? new(region + 1, null, null, null)) with { Score = score };
                break;
            case "layout":
                layout = layout! with { Score = score };
                break;
            default:
                sample = sample! with { Score = score };
                break;
        }
    }

    public JudgeRecord Record()
    {
        var judged = boxes.Select((box, i) => new JudgedRegion(
            box, regions[i]?.Object, regions[i]?.Score, regions[i]?.Reason,
            !checkKeywords || Keywords.Match(regions[i]?.Object, request.Prompt))).ToList();
        var unanswered = judged.Count(r => r.Score is null) + (layout is { Score: null } ? 1 : 0)
            + (sample is { Score: null } ? 1 : 0);
        return new JudgeRecord(
            request.PromptId, request.Prompt, request.PictureFile, judged, layout, sample, unanswered, replies);
    }
}
