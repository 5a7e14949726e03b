using Srum.Imaging;
using Srum.Models;
using Srum.Models.Bagel;

namespace Srum.Tests.Models.Bagel;

/// <summary>
/// The reference values' folder as a model that draws and looks at small pictures, whatever sizes it has.
/// </summary>
internal static class SmallModel
{
    /// <summary>Prompts of many lengths, one of them empty.</summary>
    public static IReadOnlyList<string> Prompts { get; } =
        [.. Enumerable.Range(0, 16).Select(i => string.Join(' ', Enumerable.Repeat("a red circle left of 3 "
            + "squares", (i * 5 % 16) / 3).Append(i == 4 ? "" : $"number {i}")).Trim())];

    public static BagelModel Open(ModelPrecision precision = ModelPrecision.Fp32)
    {
        var config = FixtureModel.Config;
        var side = config.TokenSide * Math.Min(4, config.MaxLatentSide);
        var seen = config.Vision.PatchSize * Math.Min(4, Math.Min(config.MaxVisionSide, config.Vision.TableSide));
        var settings = new ModelSettings
        {
            Draw = new DrawSettings { Steps = 6, Width = side, Height = side, ThoughtTokens = 12 },
            VaeResize = new PictureTransform(side, config.TokenSide, config.TokenSide),
            VitResize = new PictureTransform(seen, config.Vision.PatchSize, config.Vision.PatchSize),
        };
        return ModelFolder.Open(FixtureModel.Folder, settings, precision: precision);
    }

    /// <summary>A picture of noise.</summary>
    public static Picture Noise(int width, int height, long seed)
    {
        var random = new SeededRandom(seed);
        return new Picture(
            width, height, [.. Enumerable.Range(0, width * height * 3).Select(_ => (byte)(random.NextDouble() * 256))]);
    }

    /// <summary>Requires the same thought, and the same picture but for rounding.</summary>
    public static void Same(Drawing want, Drawing got)
    {
        Assert.Equal(want.Thought, got.Thought);
        // Rounding may move a value over the edge of a byte, now and then.
        var off = want.Picture.Rgb.Zip(got.Picture.Rgb, (a, b) => Math.Abs(a - b)).ToArray();
        Assert.True(
            off.Max() <= 1 && off.Count(o => o > 0) <= (off.Length / 100) + 1,
            $"{off.Count(o => o > 0)} of {off.Length} bytes are off by up to {off.Max()}.");
    }

    /// <summary>Questions about pictures of two shapes, some with a system text, some with a beginning.</summary>
    public static IReadOnlyList<Question> Questions { get; } =
    [
        .. Prompts.Select((prompt, i) => new Question(
            i % 5 == 0 ? [] : [Noise(40, i % 2 == 0 ? 40 : 20, i)],
            prompt,
            i % 3 == 0 ? "Look, then answer." : null,
            i % 4 == 0 ? "It is" : "",
            i)),
    ];
}
