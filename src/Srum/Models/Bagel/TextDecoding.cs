using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Bagel;

/// <summary>Writes text after a batch of contexts, and weighs what might have been written.</summary>
internal static class TextDecoding
{
    /// <summary>
    /// Tokens that a row guesses ahead; a pass of a few tokens more costs little beside its operations.
    /// </summary>
    private const int Ahead = 8;

    /// <summary>
    /// Continues each context greedily or by sampling. With a table of drafts several tokens pass at once: what the
    /// model would not have written itself is dropped, so the text is the same.
    /// </summary>
    /// <param name="parts">The model.</param>
    /// <param name="contexts">Contexts; they grow by what is written.</param>
    /// <param name="prefixes">Tokens that each reply is made to begin with, after the start token; null = none.</param>
    /// <param name="maxTokens">
    /// Most tokens of a reply, after start token and prefix. Upstream counts the start token too: its 10 are 9 here.
    /// </param>
    /// <param name="temperature">0 = greedy.</param>
    /// <param name="seeds">Seeds of the sampling, one a row.</param>
    /// <param name="endToken">Ends a reply; null = the end token of texts.</param>
    /// <param name="observe">Called with each pass's logits (rows, vocabulary), for tests.</param>
    /// <param name="drafts">What followed in earlier texts; null = one token a pass.</param>
    /// <param name="asked">Tokens of each question, where drafts may come from; null = none.</param>
    /// <param name="weighed">Tokens whose chances are kept wherever one of them is written; null = none.</param>
    /// <param name="cancel">Checked before each pass.</param>
    /// <returns>The replies: tokens written after start token and prefix, without the end token.</returns>
    public static IReadOnlyList<ReplyInWriting> Write(
        BagelParts parts, Contexts contexts, IReadOnlyList<IReadOnlyList<int>>? prefixes, int maxTokens,
        double temperature = 0, IReadOnlyList<long>? seeds = null, int? endToken = null, Action<Tensor>? observe = null,
        DraftTable? drafts = null, IReadOnlyList<IReadOnlyList<int>>? asked = null, IReadOnlyList<int>? weighed = null,
        CancellationToken cancel = default)
    {
        ReplyInWriting[] all =
        [
            .. Enumerable.Range(0, contexts.Count).Select(row => new ReplyInWriting(
                row, [parts.Tokenizer.StartId, .. prefixes?[row] ?? []], asked?[row] ?? [], seeds?[row] ?? 0)),
        ];
        var end = endToken ?? parts.Tokenizer.EndId;
        Contexts? own = null;
        var rows = all;
        try
        {
            while (rows.Length > 0)
            {
                cancel.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var chosen = Read(rows);
                for (var (row, at) = (0, 0); row < rows.Length; row++)
                {
                    if (!rows[row].Ended)
                    {
                        var count = rows[row].Draft.Count + 1;
                        contexts.Drop(row, rows[row].Take(chosen.AsSpan(at, count), end, maxTokens));
                        at += count;
                    }
                }

                int[] going = [.. Enumerable.Range(0, rows.Length).Where(row => !rows[row].Ended)];
                if (going.Length <= ReplyRules.LeaveBelow * rows.Length)
                {
                    rows = [.. going.Select(row => rows[row])];
                    if (rows.Length > 0)
                    {
                        var left = contexts.Gather(going);
                        own?.Dispose();
                        contexts = own = left;
                    }
                }
            }
        }
        finally
        {
            own?.Dispose();
        }

        return all;

        // What the model writes after each row's last unread token and after each token of its draft.
        ChosenToken[] Read(ReplyInWriting[] rows)
        {
            foreach (var row in rows.Where(row => drafts is not null && !row.Ended))
            {
                row.Guess(drafts!, Ahead);
            }

            var hidden = contexts.AddTokens([.. rows.Select(row => row.Read)])!;
            var longest = hidden.shape[1];
            long[] places = [.. rows.SelectMany((row, i) => row.Places.Select(place => (i * longest) + place))];
            var logits = parts.Decoder.Logits(
                hidden.flatten(0, 1).index_select(0, tensor(places, dtype: int64, device: parts.Device)));
            parts.Finite(logits, "A reply");
            observe?.Invoke(logits);
            var chosen = temperature > 0
                ? TokenChoice.Sampled(logits, temperature, [.. rows.SelectMany(row => row.Numbers)])
                    .data<long>().ToArray()
                : logits.argmax(-1).cpu().data<long>().ToArray();
            return Weighed(logits, chosen, weighed ?? []);
        }
    }

    /// <summary>
    /// Log-probability of each continuation at each place of each reply, summed over the continuation's tokens. A reply
    /// passes once, however many of its places are asked about.
    /// </summary>
    /// <param name="parts">The model.</param>
    /// <param name="contexts">Contexts; they grow by the replies.</param>
    /// <param name="replies">What follows each context, and where in it the continuations are weighed.</param>
    /// <param name="continuations">Tokens of the continuations.</param>
    /// <returns>One array a place, reply by reply; one number a continuation.</returns>
    public static double[][] Weigh(
        BagelParts parts, Contexts contexts, IReadOnlyList<ReplyChain> replies,
        IReadOnlyList<IReadOnlyList<int>> continuations)
    {
        using var scope = NewDisposeScope();
        var count = continuations.Count;
        var hidden = contexts.AddTokens([.. replies.Select(reply => reply.Tokens)])!;
        (int Row, int Length)[] places =
            [.. replies.SelectMany((reply, row) => reply.Places.Select(place => (row, place.Length)))];
        var ends = places.Select(place => (place.Row * hidden.shape[1]) + place.Length - 1).ToArray();
        var first =
            LogProbabilities(hidden.flatten(0, 1).index_select(0, tensor(ends, dtype: int64, device: parts.Device)));
        // Every continuation of more than one token is a row of its own, which sees the reply up to its place.
        var later = continuations.All(tokens => tokens.Count < 2) ? null : Later();
        return
        [
            .. places.Select((_, place) => continuations.Select((tokens, c) => tokens.Select((token, i) =>
                (double)(i == 0 ? first[place, token] : later![(place * count) + c, i - 1, token]).item<float>()).Sum())
                    .ToArray()),
        ];

        Tensor Later()
        {
            var rows = Enumerable.Range(0, places.Length * count).ToArray();
            using var continued = contexts.Gather([.. rows.Select(i => places[i / count].Row)]);
            foreach (var row in rows)
            {
                var (reply, length) = places[row / count];
                continued.Drop(row, replies[reply].Tokens.Count - length);
            }

            return LogProbabilities(continued.AddTokens(
                [.. rows.Select(i => (IReadOnlyList<int>)[.. continuations[i % count].SkipLast(1)])])!);
        }

        Tensor LogProbabilities(Tensor rows) =>
            F.log_softmax(parts.Finite(parts.Decoder.Logits(rows), "A reply's probability").to(ScalarType.Float32), -1)
                .cpu();
    }

    private static ChosenToken[] Weighed(Tensor logits, long[] chosen, IReadOnlyList<int> weighed)
    {
        long[] at =
            [.. Enumerable.Range(0, chosen.Length).Where(i => weighed.Contains((int)chosen[i])).Select(i => (long)i)];
        var tokens = chosen.Select(token => new ChosenToken((int)token, null)).ToArray();
        if (at.Length > 0)
        {
            var rows = F.log_softmax(logits.index_select(0, tensor(at, device: logits.device))
                .to(ScalarType.Float32), -1).cpu();
            var weights = rows.index_select(1, tensor([.. weighed.Select(token => (long)token)])).data<float>()
                .ToArray();
            for (var k = 0; k < at.Length; k++)
            {
                var own = weights.AsSpan(k * weighed.Count, weighed.Count).ToArray();
                tokens[at[k]] = tokens[at[k]] with { Weights = [.. own.Select(weight => (double)weight)] };
            }
        }

        return tokens;
    }
}
