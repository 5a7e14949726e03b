namespace Srum.Recipes;

/// <summary>Where something of a recipe is said.</summary>
/// <param name="Source">The file, or the change.</param>
/// <param name="Line">Line of the file, from 1; null for a change.</param>
internal sealed record RecipePlace(string Source, long? Line)
{
    /// <summary>What is thrown where something is wrong there.</summary>
    public RecipeException Wrong(string message) =>
        Line is null ? new(Source, message, isRequest: true)
            : new(FormattableString.Invariant($"{Source}, line {Line}"), message, isRequest: false);
}
