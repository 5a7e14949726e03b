using Srum.Shapes;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Bagel;

/// <summary>Writes text after a batch of contexts, token by token.</summary>
internal static class TextDecoding
{
    /// <summary>Share of unfinished rows at which the finished ones leave the batch.</summary>
    private const double LeaveBelow = 0.75;

    /// <summary>Continues each context greedily or by sampling.</summary>
    /// <param name="parts">The model.</param>
    /// <param name="contexts">Contexts; they grow by what is written.</param>
    /// <param name="prefixes">Tokens that each reply is made to begin with, after the start token; null = none.</param>
    /// <param name="maxTokens">Most tokens of a reply, the start token counted as upstream does.</param>
    /// <param name="temperature">0 = greedy.</param>
    /// <param name="seeds">Seeds of the sampling, one a row.</param>
    /// <param name="endToken">Ends a reply; null = the end token of texts.</param>
    /// <param name="observe">Called with each step's logits (rows, vocabulary), for tests.</param>
    /// <param name="cancel">Checked before each token.</param>
    /// <returns>The tokens written after start token and prefix, without the end token.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Write(
        BagelParts parts, Contexts contexts, IReadOnlyList<IReadOnlyList<int>>? prefixes, int maxTokens,
        double temperature = 0, IReadOnlyList<long>? seeds = null, int? endToken = null, Action<Tensor>? observe = null, CancellationToken cancel = default)
    {
        var replies = Enumerable.Range(0, contexts.Count).Select(_ => new List<int>()).ToArray();
        Contexts? own = null;
        var randoms = temperature > 0 ? seeds!.Select(seed => new SeededRandom(seed)).ToArray() : null;
        var rows = Enumerable.Range(0, contexts.Count).ToList();
        IReadOnlyList<IReadOnlyList<int>> next = [.. rows.Select(row => (IReadOnlyList<int>)[parts.Tokenizer.StartId, .. prefixes?[row] ?? []])];
        var ended = new bool[rows.Count];
        for (var written = 1; rows.Count > 0; written++)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var hidden = contexts.AddTokens(next)!;
            var longest = (int)hidden.shape[1];
            var last = next.Select((tokens, i) => ((long)i * longest) + tokens.Count - 1).ToArray();
            var logits = parts.Decoder.Logits(hidden.reshape(-1, hidden.shape[2]).index_select(0, tensor(last, dtype: int64, device: parts.Device)));
            parts.Finite(logits, "A reply");
            observe?.Invoke(logits);
            if (written >= maxTokens)
            {
                break;
            }

            var chosen = randoms is null ? logits.argmax(-1).cpu().data<long>().ToArray() : Sampled(logits, temperature, [.. rows.Select(row => randoms[row])]);
            for (var i = 0; i < rows.Count; i++)
            {
                ended[i] |= (int)chosen[i] == (endToken ?? parts.Tokenizer.EndId);
                if (!ended[i])
                {
                    replies[rows[i]].Add((int)chosen[i]);
                }
            }

            // Finished rows leave now and then, not at once: leaving copies the cache of all others.
            int[] going = [.. Enumerable.Range(0, rows.Count).Where(i => !ended[i])];
            if (going.Length == 0)
            {
                break;
            }

            if (going.Length <= LeaveBelow * rows.Count)
            {
                (rows, chosen, ended) = ([.. going.Select(i => rows[i])], [.. going.Select(i => chosen[i])], new bool[going.Length]);
                var left = contexts.Gather(going);
                own?.Dispose();
                contexts = own = left;
            }

            next = [.. chosen.Select(token => (IReadOnlyList<int>)[(int)token])];
        }

        own?.Dispose();
        return replies;
    }

    /// <summary>Log-probability of each continuation after each context and its prefix, summed over the continuation's tokens.</summary>
    /// <param name="parts">The model.</param>
    /// <param name="contexts">Contexts; they grow by the prefixes.</param>
    /// <param name="prefixes">Tokens before the continuation, the start token among them; at least one a row.</param>
    /// <param name="continuations">Tokens of the continuations.</param>
    /// <returns>One array a context, one number a continuation.</returns>
    public static double[][] Weigh(
        BagelParts parts, Contexts contexts, IReadOnlyList<IReadOnlyList<int>> prefixes, IReadOnlyList<IReadOnlyList<int>> continuations)
    {
        using var scope = NewDisposeScope();
        var (rows, count) = (contexts.Count, continuations.Count);
        var hidden = contexts.AddTokens(prefixes)!;
        var ends = prefixes.Select((prefix, row) => (row * hidden.shape[1]) + prefix.Count - 1).ToArray();
        var first = LogProbabilities(hidden.flatten(0, 1).index_select(0, tensor(ends, dtype: int64, device: parts.Device)));
        // The prefix is computed once; then every continuation is a row of its own.
        using var continued = contexts.Gather([.. Enumerable.Range(0, rows * count).Select(i => i / count)]);
        var rest = continued.AddTokens(
            [.. Enumerable.Range(0, rows * count).Select(i => (IReadOnlyList<int>)[.. continuations[i % count].SkipLast(1)])]);
        var later = rest is null ? null : LogProbabilities(rest);
        return
        [
            .. Enumerable.Range(0, rows).Select(row => continuations.Select((tokens, c) => tokens.Select((token, i) =>
                (double)(i == 0 ? first[row, token] : later![(row * count) + c, i - 1, token]).item<float>()).Sum()).ToArray()),
        ];

        Tensor LogProbabilities(Tensor rows) =>
            F.log_softmax(parts.Finite(parts.Decoder.Logits(rows), "A reply's probability").to(ScalarType.Float32), -1).cpu();
    }

    // By the inverse of the distribution, from each row's own numbers: a reply does not depend on its batch.
    private static long[] Sampled(Tensor logits, double temperature, IReadOnlyList<SeededRandom> randoms)
    {
        using var heat = temperature.ToScalar();
        var sums = F.softmax(logits.to(ScalarType.Float64).div(heat), -1).cumsum(-1).cpu();
        var draws = tensor([.. randoms.Select(random => random.NextDouble())], [randoms.Count, 1], dtype: float64);
        using var last = (sums.shape[1] - 1).ToScalar();
        return searchsorted(sums, draws, right: true).squeeze(-1).clamp_max(last).data<long>().ToArray();
    }
}
