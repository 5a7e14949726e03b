using System.Text;
using System.Text.Json.Nodes;
using Srum.Evaluation;
using Srum.Files;
using Srum.Models;
using Srum.Rollout;

namespace Srum.Recipes;

/// <summary>
/// A recipe's file: JSON with what differs from the recipe that it names by <c>from</c>, or from the paper's defaults.
/// Its name is the file's, and its keys are those of <see cref="Recipe"/>.
/// </summary>
public static class RecipeFile
{
    /// <summary>The key that names the recipe which a file changes.</summary>
    internal const string From = "from";

    /// <summary>The key that names the schema; editors read it.</summary>
    internal const string Schema = "$schema";

    private const string Description = "description";

    /// <summary>Ending of recipes' files.</summary>
    internal const string Extension = ".json";

    private const string SchemaFile = "recipe.schema.json";

    /// <summary>Reads a recipe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="draw">The model's own sampling settings, from which the recipe says what differs.</param>
    /// <param name="changes">Changes to it, <c>train.steps=60</c> say; none by default.</param>
    /// <param name="shelf">
    /// Folder of the shipped recipes, where <c>from</c> is looked up last; null (default) = none.
    /// </param>
    /// <exception cref="SrumException">
    /// The file, or one that it is made from, is wrong; the message names the line.
    /// </exception>
    public static Recipe Read(
        string path, DrawSettings draw, IReadOnlyList<string>? changes = null, string? shelf = null)
    {
        var merge = new RecipeMerge(new Recipe
        {
            Name = Path.GetFileNameWithoutExtension(path),
            Rollout = new RolloutSettings { Draw = draw },
            Evaluation = new EvaluationSettings { Draw = draw },
        });
        foreach (var layer in Layers(path, shelf))
        {
            merge.Add(layer);
        }

        foreach (var change in changes ?? [])
        {
            merge.Add(RecipeNode.Change(change));
        }

        return merge.Finish();
    }

    /// <summary>Whether a file of a folder is a recipe: JSON, and not the schema.</summary>
    internal static bool IsRecipe(string path) =>
        path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && Path.GetFileName(path) != SchemaFile;

    // The file and what it is made from, the furthest first. A file's description is its own.
    private static List<RecipeNode> Layers(string path, string? shelf)
    {
        var (layers, chain) = (new List<RecipeNode>(), new List<string>());
        for (var next = path; next is not null;)
        {
            chain.Add(next);
            var file = RecipeNode.Parse(Text(next), next);
            layers.Insert(
                0, new RecipeNode([.. file.Members!.Where(member => IsSetting(member.Key, chain.Count > 1))], null));
            if (file.Find(From) is not { } from)
            {
                return layers;
            }

            var name = from.Value.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
            next = Find(name, next, shelf) ?? throw from.Where.Wrong(
                $"there is no recipe '{name}' to change: neither beside this file nor above it"
                + (shelf is null ? "." : $" nor in {shelf}."));
            if (chain.Any(earlier => Path.GetFullPath(earlier) == Path.GetFullPath(next)))
            {
                throw from.Where.Wrong(
                    $"these recipes are made from each other: {string.Join(" → ", [.. chain, next])}.");
            }
        }

        return layers;
    }

    private static bool IsSetting(string key, bool isChanged) =>
        key is not (From or Schema) && !(isChanged && key == Description);

    // Beside the file, then in the folder above it, then on the shelf; a file is never made from itself.
    private static string? Find(string name, string file, string? shelf)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return name.Length == 0 ? null : new[] { folder, Path.GetDirectoryName(folder), shelf }.OfType<string>()
            .Select(place =>
                Path.Combine(place, name.EndsWith(Extension, StringComparison.Ordinal) ? name : name + Extension))
            .FirstOrDefault(place => File.Exists(place) && Path.GetFullPath(place) != Path.GetFullPath(file));
    }

    private static byte[] Text(string path)
    {
        try
        {
            return Encoding.UTF8.GetBytes(TextFile.Read(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException($"The recipe {path} cannot be read: {failure.Message}", failure);
        }
    }
}
