using Srum.Models.Bagel;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Pretraining;

/// <summary>A batch of lessons as one pass of the understanding half: vision tokens first, then text, one causal mask.</summary>
internal static class LessonBatch
{
    /// <summary>How many times as much as others the tokens count that decide a judgement: one in sixty, and the last that is learnt.</summary>
    private const double DecisionWeight = 4;

    /// <summary>What a judgement turns on: the region that is pointed at, and whether it is as asked.</summary>
    private static readonly string[] Decisions = ["1", "2", "3", "4", " none", " yes", " no"];

    /// <summary>Mean cross-entropy of the learnt tokens.</summary>
    /// <param name="parts">The model.</param>
    /// <param name="lessons">All with a picture, or none.</param>
    /// <param name="pictures">(rows, 3, H, W), or null.</param>
    /// <param name="weighDecisions">Whether regions pointed at, yes and no count more than other tokens: a weighted mean.</param>
    public static Tensor Loss(BagelParts parts, IReadOnlyList<Lesson> lessons, Tensor? pictures, bool weighDecisions = false)
    {
        var rows = lessons.Select(lesson => Tokens(parts, lesson)).ToArray();
        var (count, longest) = (rows.Length, rows.Max(row => row.Ids.Count));
        var ids = new long[count * longest];
        var learnt = new List<long>();
        var wanted = new List<long>();
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < rows[row].Ids.Count; i++)
            {
                ids[(row * longest) + i] = rows[row].Ids[i];
                if (i >= rows[row].LearntFrom)
                {
                    learnt.Add((row * longest) + i - 1);
                    wanted.Add(rows[row].Ids[i]);
                }
            }
        }

        var text = parts.Decoder.Embed(tensor(ids, [count, longest]));
        var places = Counted(0, longest);
        Tensor hidden = text;
        var before = 0;
        if (pictures is not null)
        {
            var vision = parts.Vision.Forward(pictures);
            var frame = parts.FrameTokens(count);
            before = (int)vision.shape[1] + 2;
            hidden = cat([frame.narrow(1, 0, 1), vision, frame.narrow(1, 1, 1), text], 1);
            // The picture stands at position 0 as a whole, the text from 1 on.
            places = cat([zeros(before, dtype: int64), Counted(1, longest)]);
        }

        var total = before + longest;
        var mask = ones(total, total, dtype: ScalarType.Bool).tril();
        if (before > 0)
        {
            mask.narrow(0, 0, before).narrow(1, 0, before).copy_(ones(before, before, dtype: ScalarType.Bool));
        }

        var done = parts.Decoder.Forward(new ExpertRows(hidden, null), places.unsqueeze(0), mask.reshape(1, 1, total, total), null).Understanding!;
        var chosen = done.narrow(1, before, longest).reshape(count * longest, -1).index_select(0, tensor(learnt.ToArray(), dtype: int64));
        var logits = parts.Decoder.Logits(chosen).to(float32);
        return F.cross_entropy(logits, tensor(wanted.ToArray(), dtype: int64), weighDecisions ? DecisionWeights(parts, logits.shape[1]) : null);
    }

    private static Tensor DecisionWeights(BagelParts parts, long words)
    {
        var weights = Enumerable.Repeat(1f, (int)words).ToArray();
        foreach (var id in Decisions.Select(word => parts.Tokenizer.Encode(word).Single()))
        {
            weights[id] = (float)DecisionWeight;
        }

        return tensor(weights);
    }

    private static Tensor Counted(long first, int count) =>
        tensor([.. Enumerable.Range(0, count).Select(i => first + i)], dtype: int64);

    private static (List<int> Ids, int LearntFrom) Tokens(BagelParts parts, Lesson lesson)
    {
        List<int> ids = [.. lesson.Texts.SelectMany(parts.Frame), parts.Tokenizer.StartId, .. parts.Tokenizer.Encode(lesson.Given)];
        var from = ids.Count;
        ids.AddRange(parts.Tokenizer.Encode(lesson.Reply));
        ids.Add(parts.Tokenizer.EndId);
        return (ids, from);
    }
}
