using System.Globalization;

namespace Srum.Formats;

/// <summary>One picture's row; every cell as it stands.</summary>
/// <param name="Id">Number of the prompt.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Category">The category as the CSV says it: <c>complex</c> for all three complex kinds.</param>
/// <param name="Score">0 to 100, −1 = failed; anything else is no score.</param>
/// <param name="Reply">The judge's whole reply.</param>
public sealed record EvaluationRow(string Id, string Prompt, string Category, string Score, string Reply)
{
    /// <summary>The score; null where the cell is no number.</summary>
    public double? Number =>
        double.TryParse(Score, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number : null;
}
