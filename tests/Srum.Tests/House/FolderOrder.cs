namespace Srum.Tests.House;

/// <summary>
/// The folders of the library along the data's path: what a folder needs lies in folders before it, so that a reader
/// who follows the data never has to know what comes later.
/// </summary>
internal static class FolderOrder
{
    /// <summary>The folders in order; the root's own types (errors, random numbers) come before all.</summary>
    public static readonly string[] Folders =
    [
        "", "Files", "Native", "Imaging", "Weights", "Text", "Prompts", "Shapes", "Models", "Runs", "Rollout",
        "Regions", "Judging", "Endpoints", "Maps", "Formats", "Training", "Numbers", "Evaluation", "Audits", "Studies",
        "Benchmarks", "Recipes", "Planning", "Display", "Rounds", "Pretraining",
    ];

    /// <summary>
    /// Who may know the designs of models beside Models and Pretraining: each with the reason. All others see
    /// <see cref="Srum.Models.IUnifiedModel"/>.
    /// </summary>
    public static readonly Dictionary<string, string> KnowsDesigns = new()
    {
        ["Numbers"] = "examines the kernels of the shipped design at its own shapes",
        ["Planning"] = "plans the memory of BAGEL's parts",
        ["Display/FootprintViews"] = "shows what BAGEL's parts weigh, which lesson 11 is about",
    };

    /// <summary>What is wrong with a use of one namespace by another; null = nothing.</summary>
    /// <param name="user">The file that uses: folder and type, as <c>Display/FootprintViews</c>.</param>
    /// <param name="used">The namespace that is used, as <c>Srum.Models.Bagel</c>.</param>
    public static string? Fault(string user, string used)
    {
        var (from, to) = (user.Contains('/') ? user.Split('/')[0] : "", FolderOf(used));
        if (Array.IndexOf(Folders, from) < 0 || Array.IndexOf(Folders, to) < 0)
        {
            return $"{user} uses {used}: one of the folders is missing in {nameof(FolderOrder)}.";
        }

        if (Array.IndexOf(Folders, to) > Array.IndexOf(Folders, from))
        {
            return $"{user} uses {used}, which comes later on the data's path.";
        }

        var isDesign = used is "Srum.Models.Bagel" or "Srum.Models.Janus";
        return isDesign && from is not ("Models" or "Pretraining")
            && !KnowsDesigns.ContainsKey(from) && !KnowsDesigns.ContainsKey(user)
            ? $"{user} knows {used}: ask the model through {nameof(Srum.Models.IUnifiedModel)}."
            : null;
    }

    private static string FolderOf(string space) => space.Split('.') is [_, var folder, ..] ? folder : "";
}
