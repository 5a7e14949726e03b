
namespace Srum.Recipes;

/// <summary>A property of a recipe's file, with where it stands.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Where">File and line, for messages.</param>
/// <param name="Value">Its value.</param>
internal sealed record RecipeMember(string Key, RecipePlace Where, RecipeNode Value);
