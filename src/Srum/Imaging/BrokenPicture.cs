namespace Srum.Imaging;

/// <summary>The failures of files that are no whole picture, in the same words for every format.</summary>
internal static class BrokenPicture
{
    /// <summary>The failure of a file that lacks something.</summary>
    /// <param name="name">The file.</param>
    /// <param name="where">Where it ends, or what it lacks.</param>
    public static SrumException Cut(string name, string where) =>
        new($"'{name}' is a picture that was cut short: {where}. Fetch or export it again.");

    /// <summary>The failure of a file that contradicts itself.</summary>
    /// <param name="name">The file.</param>
    /// <param name="where">What is wrong, and where.</param>
    public static SrumException Damaged(string name, string where) =>
        new($"'{name}' is a damaged picture: {where}. Fetch or export it again.");
}
