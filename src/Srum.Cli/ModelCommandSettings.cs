using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Models;
using Srum.Prompts;

namespace Srum.Cli;

/// <summary>Flags of commands that open a model.</summary>
internal class ModelCommandSettings : CommonSettings
{
    [CommandOption("--model <FOLDER>")]
    [Description(
        "Model folder in the published format of a BAGEL or a Janus-Pro, or adapters of --base in PEFT's layout; "
        + "default: the model in data/model")]
    public string? Model { get; init; }

    [CommandOption("--base <FOLDER>")]
    [Description("The whole model that a generator-only --model or an adapter was trained from")]
    public string? Base { get; init; }

    [CommandOption("--device <DEVICE>")]
    [Description("cpu or cuda (a build with SRUM_BUILD_FLAGS=-p:TorchDevice=cuda)")]
    [DefaultValue("cpu")]
    public string Device { get; init; } = "cpu";

    [CommandOption("--precision <TYPE>")]
    [Description("How weights are held: fp32; bf16 as published, with half the memory (trains adapters alone); or "
        + "mixed, fp32 with products in bf16; default: fp32, in a run's folder what it was begun with, and in a new "
        + "one mixed where the processor multiplies bf16")]
    public string? Precision { get; init; }

    /// <summary>How weights are held, by <see cref="Precision"/> or where it is not given.</summary>
    /// <exception cref="UsageException">There is no such precision.</exception>
    public ModelPrecision Held => Precision switch
    {
        null => UsualPrecision,
        "fp32" => ModelPrecision.Fp32,
        "bf16" => ModelPrecision.Bf16,
        "mixed" => ModelPrecision.Mixed,
        _ => throw new UsageException($"--precision must be fp32, bf16 or mixed, not '{Precision}'."),
    };

    /// <summary>How weights are held where the command line does not say.</summary>
    protected virtual ModelPrecision UsualPrecision => ModelPrecision.Fp32;

    /// <summary>A set of <c>data/prompts</c>, of the model's world, by its name, or a file.</summary>
    public PromptSet SetOf(string set) => PromptSet.Read(SetFile(set));

    /// <summary>The file of such a set.</summary>
    public string SetFile(string set)
    {
        // The clone's sets come first: a file of such a name where somebody works is another one.
        var own = Path.Combine(ShippedModel.PromptSets(ShippedModel.World(this)), set + ".json");
        return Path.GetFileName(set) == set && File.Exists(own) ? own : set;
    }
}
