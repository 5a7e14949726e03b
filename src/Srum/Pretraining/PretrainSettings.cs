using System.Text.Json.Serialization;
using Srum.Models;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>
/// How a tiny model is trained from scratch; defaults are a BAGEL's. LOG.md has what was tried, data/README.md what the
/// shipped model had.
/// </summary>
public sealed record PretrainSettings
{
    /// <summary>The design of a training from nothing; <see cref="Start"/> has its own. Default BAGEL.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(JsonStringEnumConverter<ModelDesign>))]
    public ModelDesign Design { get; init; }

    /// <summary>
    /// The shapes world of a training from nothing, by name; null with <see cref="Start"/>, which has its own. Default
    /// null: the wide one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? World { get; init; }

    /// <summary>Decides initial weights and all data. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Steps of the autoencoder's training, 32 pictures each, at least 1. Default 2,400.</summary>
    public int AutoencoderSteps { get; init; } = 2400;

    /// <summary>Steps of the joint training, at least 1. Default 8,800.</summary>
    public int Steps { get; init; } = 8800;

    /// <summary>
    /// Share of its steps, at the start, whose lessons are plain scenes, in [0, 1]; near misses and pictures in between
    /// follow. Default 0.5.
    /// </summary>
    public double PlainShare { get; init; } = 0.5;

    /// <summary>
    /// Steps of a further training of <see cref="Start"/>, at least 1, whose lessons are all near misses, with a fresh
    /// optimiser. Default 2,000.
    /// </summary>
    public int NearMissSteps { get; init; } = 2000;

    /// <summary>
    /// Largest learning rate of a further training, above 0, which falls over its second half. Default 1e-3.
    /// </summary>
    public double NearMissRate { get; init; } = 1e-3;

    /// <summary>Largest learning rate, above 0. Default 1.2e-3.</summary>
    public double LearningRate { get; init; } = 1.2e-3;

    /// <summary>Steps of linear warm-up, at least 0. Default 100.</summary>
    public int WarmUp { get; init; } = 100;

    /// <summary>
    /// Share of the steps, at the end, in which the learning rate falls linearly to zero, in [0, 1]. Default 0.3.
    /// </summary>
    public double DecayShare { get; init; } = 0.3;

    /// <summary>Decay of the weights' average, in [0, 1). Default 0.998.</summary>
    public double AverageDecay { get; init; } = 0.998;

    /// <summary>
    /// Prompts of a flow batch, an even number of at least 2: each half of a step draws as many. Default 40.
    /// </summary>
    public int Prompts { get; init; } = 40;

    /// <summary>Pictures drawn of each prompt, at least 1. Default 4.</summary>
    public int PicturesPerPrompt { get; init; } = 4;

    /// <summary>Rows of a batch of seeing lessons, at least 1. Default 32.</summary>
    public int SeeRows { get; init; } = 32;

    /// <summary>Rows of a batch of judging lessons, at least 1. Default 12.</summary>
    public int JudgeRows { get; init; } = 12;

    /// <summary>Rows of a batch of comparing lessons, at least 1. Default 16.</summary>
    public int CompareRows { get; init; } = 16;

    /// <summary>
    /// Pictures of a batch for the eye alone, at least 1: what each cell holds, from every vision token. Taken in
    /// comparing steps, whose lessons have no pictures; in all others the lessons' own teach it. Default 64.
    /// </summary>
    public int SightRows { get; init; } = 64;

    /// <summary>Weight of the lessons' loss beside the flow loss, at least 0. Default 0.5.</summary>
    public double LessonShare { get; init; } = 0.5;

    /// <summary>
    /// Share of the steps, at the start, whose flow times lie near the middle, where objects are learnt, in [0, 1];
    /// those after it, and all of a further training, lie near the noise, where layout is. Default 0.45.
    /// </summary>
    public double MiddleShare { get; init; } = 0.45;

    /// <summary>
    /// Weight, beside the flow loss, of how far attributes are from being drawn independently
    /// (<see cref="Independence"/>), in every fourth step; at least 0. Default 0: not computed.
    /// </summary>
    public double IndependenceShare { get; init; }

    /// <summary>Objects that it takes a step, four passes each, at least 1. Default 12.</summary>
    public int IndependenceObjects { get; init; } = 12;

    /// <summary>
    /// A model folder to train further: its weights, sizes, words, world and autoencoder. Default null: all from
    /// nothing.
    /// </summary>
    public string? Start { get; init; }

    /// <summary>
    /// With <see cref="Start"/>: goes on with a training from nothing at this step (counted from 0, below
    /// <see cref="Steps"/>), whose state is lost, with a fresh optimiser that warms up again. Default null:
    /// <see cref="Start"/> is trained on near misses.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FromStep { get; init; }

    /// <summary>Steps between two looks at what the model draws, at least 1. Default 500.</summary>
    public int ProbeEvery { get; init; } = 500;

    /// <summary>
    /// Prompts that a look draws of drawn combinations, and as many of others; at least 1. Default 84.
    /// </summary>
    public int ProbePrompts { get; init; } = 84;

    /// <summary>Computes the joint training's matrix products in bfloat16, with fp32 weights. Default false.</summary>
    public bool Bfloat16 { get; init; }

    /// <summary>
    /// The defaults of a design. A Janus draws 64 tokens a picture where a BAGEL draws 16, so its batches are smaller.
    /// </summary>
    public static PretrainSettings Of(ModelDesign design) => design == ModelDesign.Bagel
        ? new PretrainSettings()
        : new PretrainSettings
        {
            Design = design,
            AutoencoderSteps = 1500,
            Steps = 8000,
            Prompts = 24,
            PicturesPerPrompt = 2,
            SeeRows = 24,
            JudgeRows = 8,
            CompareRows = 12,
            SightRows = 32,
        };

    /// <summary>Checks every range.</summary>
    /// <exception cref="SettingException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        AtLeastOne("autoencoderSteps", AutoencoderSteps);
        AtLeastOne("steps", Steps);
        SettingException.Require("plainShare", PlainShare, 0, 1);
        AtLeastOne("nearMissSteps", NearMissSteps);
        Rate("nearMissRate", NearMissRate);
        Rate("learningRate", LearningRate);
        SettingException.Require(WarmUp >= 0, "warmUp", WarmUp, "at least 0");
        SettingException.Require("decayShare", DecayShare, 0, 1);
        SettingException.Require(
            AverageDecay is >= 0 and < 1, "averageDecay", AverageDecay, "at least 0 and below 1");
        SettingException.Require(
            Prompts >= 2 && Prompts % 2 == 0, "prompts", Prompts, "an even number of at least 2");
        AtLeastOne("picturesPerPrompt", PicturesPerPrompt);
        AtLeastOne("seeRows", SeeRows);
        AtLeastOne("judgeRows", JudgeRows);
        AtLeastOne("compareRows", CompareRows);
        AtLeastOne("sightRows", SightRows);
        Weight("lessonShare", LessonShare);
        SettingException.Require("middleShare", MiddleShare, 0, 1);
        Weight("independenceShare", IndependenceShare);
        AtLeastOne("independenceObjects", IndependenceObjects);
        SettingException.Require(
            World is null || Start is null, "world", World, "left out with start, which has a world of its own");
        SettingException.Require(
            FromStep is null || Start is not null, "fromStep", FromStep, "left out without start, whose weights go on");
        SettingException.Require(
            FromStep is null || (FromStep >= 0 && FromStep < Steps), "fromStep", FromStep,
            $"at least 0 and below the {Steps} steps of the training");
        AtLeastOne("probeEvery", ProbeEvery);
        AtLeastOne("probePrompts", ProbePrompts);

        static void AtLeastOne(string name, int value) =>
            SettingException.Require(value >= 1, name, value, "at least 1");

        static void Rate(string name, double value) =>
            SettingException.Require(value > 0 && double.IsFinite(value), name, value, "above 0");

        static void Weight(string name, double value) =>
            SettingException.Require(value >= 0 && double.IsFinite(value), name, value, "at least 0");
    }

    /// <summary>The world of a training from nothing.</summary>
    internal World FirstWorld => World is null
        ? Shapes.World.Wide
        : Shapes.World.Named(World) ?? throw new SrumException(
            $"The world {World} is none. The shapes worlds are {Shapes.World.Small.Name} and "
                + $"{Shapes.World.Wide.Name}.");

    /// <summary>Learning rate of a step of the autoencoder: at most 2e-3.</summary>
    internal double AutoencoderRateAt(long step) => RateAt(step, 2e-3, AutoencoderSteps, 50, DecayShare);

    /// <summary>The training from nothing.</summary>
    internal JointTraining First => new(
        Seed,
        Steps,
        FromStep ?? 0,
        step => RateAt(step, LearningRate, Steps, WarmUp, DecayShare, FromStep ?? 0),
        step => step < MiddleShare * Steps ? 0.8 : 1.5,
        step => step >= PlainShare * Steps);

    /// <summary>A further training; its data are its own.</summary>
    internal JointTraining Further => new(
        Seed + 1_000_000,
        NearMissSteps,
        0,
        step => RateAt(step, NearMissRate, NearMissSteps, WarmUp, 0.5),
        _ => 1.5,
        _ => true);

    private static double RateAt(
        long step, double largest, int steps, int warmUp, double decayShare, long from = 0) =>
        largest * Math.Min(1, Math.Min((step - from + 1.0) / warmUp, (steps - step) / (decayShare * steps)));
}
