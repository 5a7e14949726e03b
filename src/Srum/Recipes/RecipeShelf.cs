using Srum.Models;

namespace Srum.Recipes;

/// <summary>
/// A folder of recipes, and how they are named: by their names there, folders of them, and files elsewhere.
/// </summary>
/// <param name="folder">The folder, <c>data/recipes</c> in a clone.</param>
public sealed class RecipeShelf(string folder)
{
    /// <summary>Reads recipes.</summary>
    /// <param name="names">Names, with commas between: of recipes, of folders of them, or paths of files.</param>
    /// <param name="draw">The model's own sampling settings, from which recipes say what differs.</param>
    /// <param name="changes">Changes to each, <c>train.steps=60</c> say.</param>
    /// <returns>Each recipe once, as named; those of a folder by name.</returns>
    /// <exception cref="SrumException">One is not there, or wrong.</exception>
    public IReadOnlyList<Recipe> Read(string names, DrawSettings draw, params string[] changes) =>
    [
        .. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(Files).Distinct().Select(file => RecipeFile.Read(file, draw, changes, folder)),
    ];

    private IEnumerable<string> Files(string name)
    {
        var file = Path.Combine(folder, name + RecipeFile.Extension);
        if (File.Exists(file))
        {
            return [file];
        }

        // A file is named as it is from here; anything else is a name of the shelf.
        return File.Exists(name) ? [name]
            : Directory.Exists(Path.Combine(folder, name)) ? In(Path.Combine(folder, name))
            : Directory.Exists(name) ? In(name)
            : throw new RecipeException(
                name, $"there is no such recipe: neither a file, nor one of {string.Join(", ", Known())} in {folder}. "
                + $"The nearest is '{Nearest.Of(name, Known())}'.", isRequest: true);

        static IEnumerable<string> In(string place) => Directory.GetFiles(place).Where(RecipeFile.IsRecipe) is var files
            && files.Any() ? files.OrderBy(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal)
            : throw new SrumException($"The folder {place} holds no recipe.");
    }

    private string[] Known() =>
    [
        .. Directory.GetFiles(folder).Where(RecipeFile.IsRecipe).Select(file => Path.GetFileNameWithoutExtension(file))
            .Concat(Directory.GetDirectories(folder).Select(place => Path.GetFileName(place)))
                .Order(StringComparer.Ordinal),
    ];
}
