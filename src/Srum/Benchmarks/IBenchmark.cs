namespace Srum.Benchmarks;

/// <summary>
/// A benchmark: how its prompts are read, how its marks become scores, and what was published. Who marks the pictures
/// is an <see cref="IPictureMarker"/> of its own.
/// </summary>
public interface IBenchmark
{
    /// <summary>Name on the command line and in records.</summary>
    string Name { get; }

    /// <summary>Name for people.</summary>
    string Title { get; }

    /// <summary>How many prompts the whole benchmark has; null = as many as its user's file.</summary>
    int? Prompts { get; }

    /// <summary>
    /// The categories of the whole benchmark, in the order in which they are reported; empty = those of its user's
    /// file.
    /// </summary>
    IReadOnlyList<string> Categories { get; }

    /// <summary>Pictures of each prompt, as the benchmark is defined.</summary>
    int PicturesPerPrompt { get; }

    /// <summary>The greatest score: 100 or 1.</summary>
    double Most { get; }

    /// <summary>Reads a user's prompt file.</summary>
    /// <exception cref="SrumException">
    /// It cannot be read, or an entry lacks what is needed; the message names file and place.
    /// </exception>
    IReadOnlyList<BenchmarkPrompt> Read(string path);

    /// <summary>Sums up.</summary>
    /// <param name="pictures">Every picture that the benchmark asks for, with its record once there is one.</param>
    BenchmarkScores Sum(IReadOnlyList<MarkedPicture> pictures);

    /// <summary>Published results to set beside it.</summary>
    IReadOnlyList<PublishedFigure> Published { get; }
}
