using Srum.Imaging;
using Srum.Text;

namespace Srum.Models.Bagel;

/// <summary>
/// Whether a model's settings and files fit its sizes: told by name before anything is computed with them.
/// </summary>
internal static class ModelFit
{
    /// <summary>Checks what a folder states when it is opened.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="config">The sizes.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="settings">The settings; what has the published value may have been left out, and is checked where
    /// it is used.</param>
    /// <exception cref="SrumException">Something does not fit; the message names it.</exception>
    public static void Check(string folder, BagelConfig config, Tokenizer tokenizer, ModelSettings settings)
    {
        if (tokenizer.HighestId >= config.Language.VocabularySize)
        {
            throw new SrumException(
                $"{folder}: the tokenizer has ids up to {tokenizer.HighestId}, and \"vocab_size\" of llm_config.json "
                + $"is {config.Language.VocabularySize}. One of the two is another model's: complete the folder.");
        }

        var published = new DrawSettings();
        string?[] faults =
        [
            (settings.Draw.Width, settings.Draw.Height) == (published.Width, published.Height)
                ? null : Drawing(config, settings.Draw.Width, settings.Draw.Height),
            settings.VaeResize == PictureTransform.PublishedVae ? null : Learning(config, settings.VaeResize),
            settings.VitResize == PictureTransform.PublishedVit ? null : Looking(config, settings.VitResize),
        ];
        if (faults.FirstOrDefault(fault => fault is not null) is { } fault)
        {
            throw new SrumException(
                $"{Path.Combine(folder, ModelSettingsFile.Name)} does not fit the model: {fault}. Correct it.");
        }
    }

    /// <summary>What keeps a model from drawing pictures of a size; null = nothing.</summary>
    public static string? Drawing(BagelConfig config, int width, int height)
    {
        var side = config.TokenSide;
        // Positions that are interpolated end nowhere.
        int? largest = config.InterpolatePositions ? null : side * config.MaxLatentSide;
        return width % side == 0 && height % side == 0 && !(width > largest) && !(height > largest)
            ? null
            : $"it draws pictures whose sides are multiples of {side}{(largest is null ? "" : $" up to {largest}")} "
                + $"pixels, not {width} × {height}";
    }

    /// <summary>What keeps a model from learning from pictures that a rule resized; null = nothing.</summary>
    public static string? Learning(BagelConfig config, PictureTransform rule) =>
        Fault("vaeResize", rule, config.TokenSide, config.InterpolatePositions ? null : config.MaxLatentSide);

    /// <summary>What keeps a model from looking at pictures that a rule resized; null = nothing.</summary>
    public static string? Looking(BagelConfig config, PictureTransform rule) =>
        Fault("vitResize", rule, config.Vision.PatchSize, config.InterpolatePositions ? null : config.MaxVisionSide);

    private static string? Fault(string name, PictureTransform rule, int side, int? places) =>
        rule.Stride % side != 0
            ? $"\"{name}\" makes sides in multiples of {rule.Stride}, and the model takes multiples of {side} pixels"
        : rule.MaxSide > side * places
            ? $"\"{name}\" makes sides of up to {rule.MaxSide} pixels, and the model has places for {side * places}"
        : null;
}
