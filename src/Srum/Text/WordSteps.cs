using System.Text;

namespace Srum.Text;

/// <summary>
/// Cuts text into words by steps, as a <c>tokenizer.json</c> lists them: each step cuts the pieces that the one before
/// left. A step isolates what its pattern matches: matches and what lies between them become pieces of their own.
/// </summary>
/// <param name="steps">
/// For code points and a start, the next piece to isolate; a length of 0 where there is none.
/// </param>
internal sealed class WordSteps(IReadOnlyList<WordSteps.NextPiece> steps)
{
    /// <summary>A search for the next piece to isolate.</summary>
    public delegate (int Start, int Length) NextPiece(ReadOnlySpan<int> text, int from);

    /// <summary>The lengths of the words of a text, one after the other, in UTF-16 units.</summary>
    public IEnumerable<int> Lengths(string text)
    {
        int[] points = [.. text.EnumerateRunes().Select(rune => rune.Value)];
        List<int> pieces = points.Length == 0 ? [] : [points.Length];
        foreach (var step in steps)
        {
            pieces = Cut(points, pieces, step);
        }

        var at = 0;
        foreach (var piece in pieces)
        {
            yield return Enumerable.Range(at, piece).Sum(i => new Rune(points[i]).Utf16SequenceLength);
            at += piece;
        }
    }

    /// <summary>Each Unicode number alone.</summary>
    public static (int Start, int Length) NextNumber(ReadOnlySpan<int> text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            if (Rune.IsNumber(new Rune(text[at])))
            {
                return (at, 1);
            }
        }

        return (text.Length, 0);
    }

    private static List<int> Cut(int[] points, List<int> pieces, NextPiece step)
    {
        var cut = new List<int>(pieces.Count);
        var start = 0;
        foreach (var piece in pieces)
        {
            var text = points.AsSpan(start, piece);
            for (var at = 0; at < piece;)
            {
                var (found, length) = step(text, at);
                cut.AddRange(((int[])[found - at, length]).Where(part => part > 0));
                at = found + length;
            }

            start += piece;
        }

        return cut;
    }
}
