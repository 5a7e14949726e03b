using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Janus;

/// <summary>Writes text after a batch of prompts, token by token.</summary>
internal static class TextDecoding
{
    /// <summary>Continues each context greedily or by sampling.</summary>
    /// <param name="parts">The model.</param>
    /// <param name="contexts">Contexts; they grow by what is written.</param>
    /// <param name="maxTokens">Most tokens of an answer.</param>
    /// <param name="temperature">0 = greedy.</param>
    /// <param name="seeds">Seeds of the sampling, one a row.</param>
    /// <param name="endToken">Ends an answer; null = the end token of texts.</param>
    /// <param name="observe">
    /// Called with the rows that are still written and their logits (rows, vocabulary), for tests.
    /// </param>
    /// <param name="weighed">Tokens that are weighed against each other wherever one of them is written.</param>
    /// <param name="weights">
    /// Called there with the row, the tokens that it has written before, and the log-probability of each weighed token.
    /// </param>
    /// <param name="cancel">Checked before each token.</param>
    /// <returns>The tokens written, without the end token.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Write(
        JanusParts parts, Contexts contexts, int maxTokens, double temperature = 0, IReadOnlyList<long>? seeds = null,
        int? endToken = null, Action<IReadOnlyList<int>, Tensor>? observe = null,
        IReadOnlyList<int>? weighed = null, Action<int, int, double[]>? weights = null,
        CancellationToken cancel = default)
    {
        var answers = Enumerable.Range(0, contexts.Count).Select(_ => new List<int>()).ToArray();
        var randoms = temperature > 0 ? seeds!.Select(seed => new SeededRandom(seed)).ToArray() : null;
        // Which row of the contexts each unfinished answer has.
        var rows = Enumerable.Range(0, contexts.Count).ToDictionary(row => row);
        Contexts? own = null;
        var last = contexts.Last.alias();
        try
        {
            for (var written = 1; rows.Count > 0; written++)
            {
                cancel.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var logits = parts.Decoder.Logits(last).to(ScalarType.Float32);
                int[] open = [.. rows.Keys];
                using var places = tensor([.. open.Select(row => (long)rows[row])], dtype: int64, device: parts.Device);
                var asked = parts.Store.Finite(logits.index_select(0, places), "A reply");
                observe?.Invoke(open, asked);
                var choice = randoms is null
                    ? asked.argmax(-1).cpu()
                    : TokenChoice.Sampled(asked, temperature, [.. open.Select(row => randoms[row].NextDouble())]);
                var chosen = choice.data<long>().ToArray();
                var next = new long[contexts.Count];
                for (var i = 0; i < open.Length; i++)
                {
                    if ((int)chosen[i] == (endToken ?? parts.Tokens.EndId))
                    {
                        rows.Remove(open[i]);
                        continue;
                    }

                    if (weighed?.Contains((int)chosen[i]) == true)
                    {
                        weights!(open[i], answers[open[i]].Count, Weights(asked[i], weighed));
                    }

                    answers[open[i]].Add((int)chosen[i]);
                    next[rows[open[i]]] = chosen[i];
                }

                if (written >= maxTokens || rows.Count == 0)
                {
                    break;
                }

                if (rows.Count <= ReplyRules.LeaveBelow * contexts.Count)
                {
                    (int Answer, int Row)[] going = [.. rows.Select(pair => (pair.Key, pair.Value))];
                    var left = contexts.Gather([.. going.Select(pair => pair.Row)]);
                    next = [.. going.Select(pair => next[pair.Row])];
                    rows = going.Select((pair, row) => (pair.Answer, row)).ToDictionary(
                        pair => pair.Answer, pair => pair.row);
                    own?.Dispose();
                    contexts = own = left;
                }

                var hidden = contexts.Add(
                    parts.Decoder.Embed(tensor(next, [next.Length, 1], dtype: int64, device: parts.Device)));
                last.Dispose();
                last = hidden.squeeze(1).MoveToOuterDisposeScope();
            }
        }
        finally
        {
            own?.Dispose();
            last.Dispose();
        }

        return answers;

        static double[] Weights(Tensor logits, IReadOnlyList<int> tokens)
        {
            var logs = F.log_softmax(logits, -1).cpu();
            return [.. tokens.Select(token => (double)logs[token].item<float>())];
        }
    }

    /// <summary>
    /// Log-probability of each continuation after each context, summed over the continuation's tokens.
    /// </summary>
    /// <param name="parts">The model.</param>
    /// <param name="contexts">Contexts; they stay as they are.</param>
    /// <param name="continuations">Tokens of the continuations, the same for all contexts.</param>
    /// <returns>One array a context, one number a continuation.</returns>
    public static double[][] Weigh(JanusParts parts, Contexts contexts, IReadOnlyList<IReadOnlyList<int>> continuations)
    {
        using var scope = NewDisposeScope();
        var (rows, count) = (contexts.Count, continuations.Count);
        var first = LogProbabilities(contexts.Last);
        var longest = continuations.Select(tokens => tokens.Count).DefaultIfEmpty(0).Max() - 1;
        var later = longest > 0 ? LogProbabilities(Continued(longest)) : null;
        return [.. Enumerable.Range(0, rows).Select(row => continuations.Select((_, c) => Sum(row, c)).ToArray())];

        double Sum(int row, int continuation) => continuations[continuation].Select((token, i) => (double)(i == 0
            ? first[row, token]
            : later![(row * count) + continuation, i - 1, token]).item<float>()).Sum();

        // The prompt is computed once; then every continuation is a row of its own, and what pads it is seen by nothing
        // that counts.
        Tensor Continued(int columns)
        {
            using var all = contexts.Gather([.. Enumerable.Range(0, rows * count).Select(i => i / count)]);
            var ids = new long[rows * count * columns];
            for (var i = 0; i < ids.Length; i++)
            {
                var (tokens, at) = (continuations[i / columns % count], i % columns);
                ids[i] = at < tokens.Count ? tokens[at] : parts.Tokens.PadId;
            }

            return all.Add(
                parts.Decoder.Embed(tensor(ids, [rows * count, columns], dtype: int64, device: parts.Device)));
        }

        Tensor LogProbabilities(Tensor rows) =>
            F.log_softmax(
                parts.Store.Finite(parts.Decoder.Logits(rows), "A reply's probability").to(ScalarType.Float32), -1)
                .cpu();
    }
}
