namespace Srum.Models.Bagel;

/// <summary>
/// A question with one reply and the places in that reply at which something is asked: beginnings of a reply of which
/// each is the beginning of the next share one pass.
/// </summary>
/// <param name="Question">The question, without the beginning of its reply.</param>
/// <param name="Tokens">The longest beginning, the start token counted.</param>
/// <param name="Places">Which request each place belongs to, and how many of the tokens stand before it.</param>
internal sealed record ReplyChain(
    Question Question, IReadOnlyList<int> Tokens, IReadOnlyList<(int Index, int Length)> Places)
{
    /// <summary>Joins requests into chains, which come in the order of their first requests.</summary>
    /// <param name="questions">Questions without the beginning of their replies.</param>
    /// <param name="begun">The tokens that each reply begins with, at least one.</param>
    public static IReadOnlyList<ReplyChain> Of(
        IReadOnlyList<Question> questions, IReadOnlyList<IReadOnlyList<int>> begun)
    {
        var chains = new List<ReplyChain>();
        foreach (var same in Enumerable.Range(0, questions.Count).GroupBy(i => questions[i]))
        {
            var open = new List<ReplyChain>();
            foreach (var i in same.OrderByDescending(i => begun[i].Count))
            {
                var at = open.FindIndex(chain => begun[i].SequenceEqual(chain.Tokens.Take(begun[i].Count)));
                if (at < 0)
                {
                    open.Add(new ReplyChain(same.Key, begun[i], [(i, begun[i].Count)]));
                }
                else
                {
                    open[at] = open[at] with { Places = [.. open[at].Places, (i, begun[i].Count)] };
                }
            }

            chains.AddRange(open);
        }

        return chains;
    }
}
