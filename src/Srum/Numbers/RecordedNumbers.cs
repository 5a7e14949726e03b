using System.Text.Json;
using Srum.Files;
using Srum.Imaging;
using Srum.Runs;

namespace Srum.Numbers;

/// <summary>
/// What a model once drew, said and learnt on a machine whose kernels were right: <c>numbers.json</c>.
/// </summary>
/// <param name="Model">Identity of the model.</param>
/// <param name="Processor">Where it was recorded.</param>
/// <param name="Width">Width of the picture, pixels.</param>
/// <param name="Rgb">The picture's bytes, row by row, base64 in the file.</param>
/// <param name="Answer">What the model said of it.</param>
/// <param name="Losses">Loss of each training step.</param>
/// <param name="GradientNorms">Gradient norm of each training step.</param>
public sealed record RecordedNumbers(
    string Model, string Processor, int Width, byte[] Rgb, string Answer,
    IReadOnlyList<double> Losses, IReadOnlyList<double> GradientNorms)
{
    /// <summary>The picture.</summary>
    internal Picture Picture => new(Width, Rgb.Length / 3 / Width, Rgb);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SrumException">It is missing or no such file.</exception>
    public static RecordedNumbers Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RecordedNumbers>(File.ReadAllBytes(path), RecordFormat.Indented)!;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SrumException(
                $"Cannot read the recorded numbers '{path}': {failure.Message} Copy the file from a whole clone.",
                failure);
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    public void Write(string path) =>
        AtomicFile.Write(path, JsonSerializer.Serialize(this, RecordFormat.Indented) + "\n");
}
