using System.Globalization;
using Srum.Files;

namespace Srum.Prompts;

/// <summary>
/// Texts that draw one picture together, much as the tools for Stable Diffusion write them: <c>an outline star AND
/// something purple outline AND something outline :-1</c>. A number behind a text's last " :" (with the space) says
/// how much it counts, 1 where there is none; together they count 1. What draws is the sum of what each text would
/// draw with (Composable Diffusion, Liu et al. 2022): here a star and a purple thing, less what both say of an outline,
/// so that a model which never drew the three together draws them from two that it did.
/// </summary>
public static class Composition
{
    private const string And = " AND ";
    private const string Times = " :";
    private const double Rounding = 1e-6;
    private const double Most = 1000;

    /// <summary>The texts.</summary>
    /// <param name="composed">At least one text.</param>
    /// <exception cref="SrumException">
    /// A text is no prompt, a number is beyond ±1,000, or they do not add up to 1.
    /// </exception>
    public static IReadOnlyList<ComposedText> Parse(string composed) =>
        Fault(composed) is { } fault ? throw new SrumException(fault) : Parts(composed);

    /// <summary>What keeps a text from being a composition, as a sentence; null = nothing.</summary>
    public static string? Fault(string composed)
    {
        var (texts, shown) = (Parts(composed), ShownName.Of(composed));
        if (texts.Select(part => PromptEntry.Fault(part.Text)).FirstOrDefault(what => what is not null) is { } fault)
        {
            return $"A text of '{shown}' {fault}.";
        }

        var sum = texts.Sum(part => part.Weight);
        return texts.All(part => Math.Abs(part.Weight) <= Most) && Math.Abs(sum - 1) <= Rounding ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"The texts of '{shown}' count {sum:0.###} together, and must count 1 (each at most ±{Most}). Write behind "
                + $"a text how much it counts: 'a star :0.5{And}a heart :0.5'.");
    }

    /// <summary>The notation of texts.</summary>
    /// <param name="texts">At least one; none holds the notation itself.</param>
    public static string Of(IEnumerable<ComposedText> texts) => string.Join(And, texts.Select(
        part => part.Weight == 1 ? part.Text
            : string.Create(CultureInfo.InvariantCulture, $"{part.Text}{Times}{part.Weight}")));

    private static ComposedText[] Parts(string composed) => [.. composed.Split(And).Select(Part)];

    private static ComposedText Part(string text)
    {
        var colon = text.LastIndexOf(Times, StringComparison.Ordinal);
        return colon >= 0
            && double.TryParse(
                text[(colon + Times.Length)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
            && double.IsFinite(weight)
                ? new(text[..colon].Trim(), weight) : new(text.Trim(), 1);
    }
}
