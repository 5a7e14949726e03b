namespace Srum.Regions.Sam;

/// <summary>
/// Automatic mask generation with a segment-anything model (Kirillov et al. 2023, section 5 and its released
/// generator): a grid of points, each with several masks, of which the sure and stable ones are kept once. The defaults
/// are the released generator's. Crops of the picture (its crop layers) are not made.
/// </summary>
public sealed record SamSettings
{
    /// <summary>The image encoder as an ONNX file.</summary>
    public string Encoder { get; init; } = "";

    /// <summary>Prompt encoder and mask decoder as an ONNX file of the same export.</summary>
    public string Decoder { get; init; } = "";

    /// <summary>Points a side of the grid. Default 32: 1,024 points a picture.</summary>
    public int PointsPerSide { get; init; } = 32;

    /// <summary>A mask is kept when the model expects an IoU above this. Default 0.88.</summary>
    public double PredictedIou { get; init; } = 0.88;

    /// <summary>
    /// A mask is kept when its area hardly depends on where its logits are cut: area cut at +offset over area cut at
    /// −offset is at least this. Default 0.95.
    /// </summary>
    public double Stability { get; init; } = 0.95;

    /// <summary>The offset of that test, in logits. Default 1.</summary>
    public double StabilityOffset { get; init; } = 1;

    /// <summary>
    /// Of two boxes with a greater IoU the one of the lower expected IoU is dropped. Default 0.7.
    /// </summary>
    public double BoxOverlap { get; init; } = 0.7;

    /// <summary>
    /// Least area of a mask, as a share of the picture. Default 0.001: smaller ones are no objects to judge (ours; the
    /// released generator keeps all, and mends small holes and islands on request, which boxes do not show).
    /// </summary>
    public double MinimumArea { get; init; } = 0.001;

    /// <summary>Checks every range.</summary>
    /// <exception cref="SettingException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        SettingException.Require(Encoder.Length > 0, "judge.sam.encoder", "empty", "an ONNX file");
        SettingException.Require(Decoder.Length > 0, "judge.sam.decoder", "empty", "an ONNX file");
        SettingException.Require("judge.sam.pointsPerSide", PointsPerSide, 1, 256);
        SettingException.Require("judge.sam.predictedIou", PredictedIou, 0, 1);
        SettingException.Require("judge.sam.stability", Stability, 0, 1);
        SettingException.Require("judge.sam.stabilityOffset", StabilityOffset, 0, 1000);
        SettingException.Require("judge.sam.boxOverlap", BoxOverlap, 0, 1);
        SettingException.Require(
            MinimumArea is >= 0 and < 1, "judge.sam.minimumArea", MinimumArea, "at least 0, below 1");
    }
}
