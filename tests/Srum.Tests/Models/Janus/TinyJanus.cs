using Srum.Imaging;
using Srum.Models;
using Srum.Models.Janus;
using Srum.Tests.Models.Bagel;

namespace Srum.Tests.Models.Janus;

/// <summary>The reference values' models, opened through the seam, and what they are asked.</summary>
internal static class TinyJanus
{
    /// <summary>Prompts of different lengths, one empty, one with words that are no letters.</summary>
    public static IReadOnlyList<string> Prompts { get; } =
    [
        "a red cube", "two green cats, 3 small dogs, and a yellow bus", "", "café 中文 𐐀",
        "a red cube on top of a blue sphere.",
    ];

    /// <summary>Questions about no, one and two pictures of several shapes.</summary>
    public static IReadOnlyList<Question> Questions { get; } =
    [
        .. Prompts.Select((prompt, i) => new Question(
            [.. Enumerable.Range(0, i % 3).Select(place => SmallModel.Noise(30 + i, 20 + (5 * place), i + place))],
            prompt,
            i == 3 ? "Look, then answer." : null,
            i == 4 ? "It is" : "",
            i)),
    ];

    public static JanusModel Open(string model) => OpenFolder(JanusFixture.Folder(model));

    public static JanusModel OpenFolder(string folder, ModelPrecision precision = ModelPrecision.Fp32) =>
        (JanusModel)UnifiedModel.Open(folder, precision: precision);

    public static Picture Picture(IUnifiedModel model, long seed) =>
        SmallModel.Noise(model.Settings.Draw.Width, model.Settings.Draw.Height, seed);

    /// <summary>Samples whose targets are pictures of noise; the last one's text was dropped.</summary>
    public static TrainingSample[] Samples(IUnifiedModel model) =>
    [
        .. Prompts.Select((prompt, i) => new TrainingSample(prompt, model.Encode(Picture(model, i)), i)),
        new(null, model.Encode(Picture(model, 9)), 9) { DroppedPrompt = Prompts[1] },
    ];
}
