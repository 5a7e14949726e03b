using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Pretraining;

/// <summary>A batch of lessons as rows of tokens, filled up behind, and what of them is learnt.</summary>
/// <param name="rows">Each lesson's tokens, and the first of them that is learnt; at least 1.</param>
internal sealed class LessonRows(IReadOnlyList<(IReadOnlyList<int> Ids, int LearntFrom)> rows)
{
    /// <summary>
    /// How many times as much as others the tokens count that decide a judgement: one in sixty, and the last that is
    /// learnt.
    /// </summary>
    private const double DecisionWeight = 4;

    /// <summary>What a judgement turns on: the region that is pointed at, and whether it is as asked.</summary>
    private static readonly string[] Decisions = ["1", "2", "3", "4", " none", " yes", " no"];

    /// <summary>
    /// The lessons of a batch in two parts, the short ones and the long ones, so that as little as possible is filled
    /// up; in one where two would save nothing.
    /// </summary>
    /// <param name="rows">Each lesson's tokens, and the first of them that is learnt; at least 1.</param>
    /// <returns>Each part with its lessons' places in the batch.</returns>
    public static IReadOnlyList<(int[] Places, LessonRows Rows)> ByLength(
        IReadOnlyList<(IReadOnlyList<int> Ids, int LearntFrom)> rows)
    {
        int[] order = [.. Enumerable.Range(0, rows.Count).OrderBy(place => rows[place].Ids.Count)];
        var cut = Enumerable.Range(0, order.Length).MinBy(Filled);
        int[][] parts = cut == 0 ? [order] : [order[..cut], order[cut..]];
        return [.. parts.Select(places => (places, new LessonRows([.. places.Select(place => rows[place])])))];

        // Tokens of all rows, filling included, where so many are short.
        int Filled(int shortRows) => (shortRows == 0 ? 0 : shortRows * Tokens(shortRows - 1))
            + ((order.Length - shortRows) * Tokens(order.Length - 1));

        int Tokens(int rank) => rows[order[rank]].Ids.Count;
    }

    /// <summary>Number of lessons.</summary>
    public int Count => rows.Count;

    /// <summary>Tokens of the longest.</summary>
    public int Longest { get; } = rows.Max(row => row.Ids.Count);

    /// <summary>The tokens, (count, longest) int64.</summary>
    public Tensor Ids()
    {
        var ids = new long[Count * Longest];
        for (var row = 0; row < Count; row++)
        {
            for (var i = 0; i < rows[row].Ids.Count; i++)
            {
                ids[(row * Longest) + i] = rows[row].Ids[i];
            }
        }

        return tensor(ids, [Count, Longest]);
    }

    /// <summary>
    /// Cross-entropy of the learnt tokens, each times its weight, summed up, and the sum of the weights: parts of a
    /// batch are added up so.
    /// </summary>
    /// <param name="hidden">Final rows (count, longest, hidden): each predicts the token behind it.</param>
    /// <param name="head">Logits of rows.</param>
    /// <param name="decisions">
    /// The tokens of a text, where regions pointed at, yes and no are to count more than other tokens. Null = all count
    /// the same, as one.
    /// </param>
    public (Tensor Sum, double Weight) Loss(
        Tensor hidden, Func<Tensor, Tensor> head, Func<string, int[]>? decisions)
    {
        var (learnt, wanted) = (new List<long>(), new List<long>());
        for (var row = 0; row < Count; row++)
        {
            for (var i = rows[row].LearntFrom; i < rows[row].Ids.Count; i++)
            {
                learnt.Add((row * Longest) + i - 1);
                wanted.Add(rows[row].Ids[i]);
            }
        }

        var chosen = hidden.reshape(Count * Longest, -1).index_select(0, tensor(learnt.ToArray(), dtype: int64));
        var logits = head(chosen).to(float32);
        var weights = decisions is null ? null : DecisionWeights(decisions, (int)logits.shape[1]);
        var sum = F.cross_entropy(
            logits, tensor(wanted.ToArray(), dtype: int64), weights is null ? null : tensor(weights),
            reduction: nn.Reduction.Sum);
        return (sum, weights is null ? wanted.Count : wanted.Sum(id => (double)weights[id]));
    }

    private static float[] DecisionWeights(Func<string, int[]> encode, int words)
    {
        var weights = Enumerable.Repeat(1f, words).ToArray();
        foreach (var id in Decisions.Select(word => encode(word).Single()))
        {
            weights[id] = (float)DecisionWeight;
        }

        return weights;
    }
}
