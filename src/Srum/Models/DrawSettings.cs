using System.Text.Json.Serialization;

namespace Srum.Models;

/// <summary>
/// How pictures are drawn. Defaults are the published rollout settings; a model's <c>srum_config.json</c> may set
/// others.
/// </summary>
public sealed record DrawSettings
{
    /// <summary>Write a thought first, then draw from prompt and thought. Default false.</summary>
    public bool Think { get; init; }

    /// <summary>Points of the time grid from 1 to 0; steps − 1 network steps. 2 to 100,000; default 50.</summary>
    public int Steps { get; init; } = 50;

    /// <summary>Shift of the sampling times towards noise. 0.001 to 1,000; default 3.</summary>
    public double TimestepShift { get; init; } = 3.0;

    /// <summary>
    /// How a flow goes from one point of the time grid to the next. Default Euler (published). A model that draws code
    /// by code takes no other.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public FlowSolver Solver { get; init; }

    /// <summary>Text guidance scale, 0 to 1,000; 1 or less switches all guidance off. Default 4.</summary>
    public double TextGuidance { get; init; } = 4.0;

    /// <summary>
    /// Image guidance scale, 0 to 1,000; 1 or less = none. It acts only where text guidance does. Default 1.
    /// </summary>
    public double ImageGuidance { get; init; } = 1.0;

    /// <summary>Guidance acts at flow times t with start &lt; t ≤ end. In [0, 1]; default 0.4.</summary>
    public double GuidanceStart { get; init; } = 0.4;

    /// <summary>See <see cref="GuidanceStart"/>. In [0, 1]; default 1.</summary>
    public double GuidanceEnd { get; init; } = 1.0;

    /// <summary>Renormalisation of the guided velocity. Default global.</summary>
    public GuidanceRenorm Renorm { get; init; } = GuidanceRenorm.Global;

    /// <summary>Smallest factor of the renormalisation, in [0, 1]. Default 0.</summary>
    public double RenormMin { get; init; }

    /// <summary>Width of the picture in pixels, 1 to 65,536; the model may take fewer. Default 1024.</summary>
    public int Width { get; init; } = 1024;

    /// <summary>Height of the picture in pixels, as <see cref="Width"/>. Default 1024.</summary>
    public int Height { get; init; } = 1024;

    /// <summary>Most tokens of a thought, 1 to 1,048,576. Default 1000.</summary>
    public int ThoughtTokens { get; init; } = 1000;

    /// <summary>
    /// 0 (default, the published setting) = a thought takes the likeliest words, so that all pictures of a prompt share
    /// one; above it, up to 1,000, the softmax temperature at which each picture's thought is sampled, from its own
    /// seed.
    /// </summary>
    public double ThoughtTemperature { get; init; }

    /// <summary>
    /// For a model that draws code by code: the softmax temperature at which each code is sampled, 0 to 1,000; 0 takes
    /// the likeliest. Default null: the model's own, 1 as published. A flow has none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CodeTemperature { get; init; }

    /// <summary>
    /// Most pictures drawn at once, 1 to 65,536; has no influence on them beyond rounding. Default 16.
    /// </summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>
    /// Also keep what the picture looked like at every step (<see cref="Drawing.Steps"/>), at the cost of decoding two
    /// pictures a step. It changes no picture, so no record holds it. Default false.
    /// </summary>
    [JsonIgnore]
    public bool KeepSteps { get; init; }

    /// <summary>Whether guidance acts at any time: a text scale of 1 or less switches it off.</summary>
    internal bool IsGuided => TextGuidance > 1;

    /// <summary>
    /// Rows of a picture in a pass in which guidance acts: 1 without any, 2 with and without the text, 3 without the
    /// picture too.
    /// </summary>
    internal int GuidedRows => !IsGuided ? 1 : ImageGuidance > 1 ? 3 : 2;

    /// <summary>Whether guidance acts at a flow time: open below, closed above, in fp32 as the times are.</summary>
    /// <param name="time">In [0, 1].</param>
    internal bool Guides(float time) => IsGuided && time > (float)GuidanceStart && time <= (float)GuidanceEnd;

    /// <summary>These settings, if they can be used.</summary>
    /// <param name="prefix">What a recipe calls them, <c>rollout.draw.</c> say. Default: nothing.</param>
    /// <exception cref="SettingException">One is out of its range; the message names it.</exception>
    public DrawSettings Checked(string prefix = "")
    {
        SettingException.Require(prefix + "steps", Steps, 2, 100_000);
        SettingException.Require(prefix + "timestepShift", TimestepShift, 1e-3, 1e3);
        SettingException.Require(prefix + "textGuidance", TextGuidance, 0, 1e3);
        SettingException.Require(prefix + "imageGuidance", ImageGuidance, 0, 1e3);
        SettingException.Require(prefix + "guidanceStart", GuidanceStart, 0, 1);
        SettingException.Require(prefix + "guidanceEnd", GuidanceEnd, 0, 1);
        SettingException.Require(prefix + "renormMin", RenormMin, 0, 1);
        SettingException.Require(prefix + "width", Width, 1, 1 << 16);
        SettingException.Require(prefix + "height", Height, 1, 1 << 16);
        SettingException.Require(prefix + "thoughtTokens", ThoughtTokens, 1, 1 << 20);
        SettingException.Require(prefix + "thoughtTemperature", ThoughtTemperature, 0, 1e3);
        SettingException.Require(prefix + "codeTemperature", CodeTemperature ?? 0, 0, 1e3);
        SettingException.Require(prefix + "batchSize", BatchSize, 1, BatchSizes.Largest);
        return this;
    }
}
