namespace Srum.Tests;

/// <summary>The repository's <c>data/</c>, found above the test binary.</summary>
internal static class DataFolder
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = System.IO.Path.Combine(folder.FullName, "data");
            if (Directory.Exists(System.IO.Path.Combine(data, "prompts")))
            {
                return data;
            }
        }

        throw new InvalidOperationException("data/prompts is missing: write it with PromptSetBuilder.Write.");
    }
}
