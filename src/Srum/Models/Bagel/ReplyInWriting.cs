namespace Srum.Models.Bagel;

/// <summary>One reply of a batch while it is being written.</summary>
/// <param name="index">Which request it answers.</param>
/// <param name="begun">Tokens that the model is made to begin with, the start token first.</param>
/// <param name="asked">Tokens of the question, where drafts may come from; the model has read them already.</param>
/// <param name="seed">Seed of its random numbers, one a token.</param>
internal sealed class ReplyInWriting(int index, IReadOnlyList<int> begun, IReadOnlyList<int> asked, long seed)
{
    private readonly List<int> text = [.. asked, .. begun];
    private readonly SeededRandom random = new(seed);
    private readonly List<double> numbers = [];
    private readonly DraftTable table = new();
    private int noted = 1;

    public int Index { get; } = index;

    /// <summary>What was written, without start, prefix and end.</summary>
    public List<int> Tokens { get; } = [];

    /// <summary>
    /// By how many tokens stand before a place where a weighed token was written: the log-probability of each of them.
    /// </summary>
    public Dictionary<int, double[]> Weights { get; } = [];

    /// <summary>Tokens that stand and that the model reads next.</summary>
    public IReadOnlyList<int> Unread { get; private set; } = begun;

    /// <summary>Guessed tokens that it reads after them; what it would have written otherwise does not count.</summary>
    public IReadOnlyList<int> Draft { get; private set; } = [];

    /// <summary>Whether nothing more is written or read.</summary>
    public bool Ended { get; private set; }

    /// <summary>Tokens that the model reads in the next pass.</summary>
    public IReadOnlyList<int> Read => Ended ? [] : [.. Unread, .. Draft];

    /// <summary>
    /// Places of <see cref="Read"/> after which it chooses a token: the last unread one's and the draft's.
    /// </summary>
    public IEnumerable<int> Places => Ended ? [] : Enumerable.Range(Unread.Count - 1, Draft.Count + 1);

    /// <summary>The random numbers of those choices.</summary>
    public IEnumerable<double> Numbers => Ended ? [] : Enumerable.Range(Tokens.Count, Draft.Count + 1).Select(Number);

    /// <summary>Guesses how the reply goes on.</summary>
    /// <param name="others">What followed in other replies; learns from this one.</param>
    /// <param name="most">The most tokens.</param>
    public void Guess(DraftTable others, int most)
    {
        for (; noted < text.Count; noted++)
        {
            table.Note(text, noted);
            others.Note(text, noted);
        }

        Draft = DraftTable.Draft(text, table, others, most);
    }

    /// <summary>Takes what the model chose after the last unread token and after each token of the draft.</summary>
    /// <param name="chosen">One token more than the draft has.</param>
    /// <param name="endToken">Ends the reply.</param>
    /// <param name="most">The most tokens of a reply.</param>
    /// <returns>How many tokens of the draft were wrong, or stand after the end: the context drops them.</returns>
    public int Take(ReadOnlySpan<ChosenToken> chosen, int endToken, int most)
    {
        var right = 0;
        while (true)
        {
            var (token, weights) = chosen[right];
            Ended = token == endToken || Tokens.Count == most;
            if (Ended)
            {
                break;
            }

            if (weights is not null)
            {
                Weights[Tokens.Count] = weights;
            }

            Tokens.Add(token);
            text.Add(token);
            if (right == Draft.Count || Draft[right] != token)
            {
                Unread = [token];
                break;
            }

            right++;
        }

        return Draft.Count - right;
    }

    // The number that chooses a token stays the same, however often the token is drafted.
    private double Number(int token)
    {
        while (numbers.Count <= token)
        {
            numbers.Add(random.NextDouble());
        }

        return numbers[token];
    }
}
