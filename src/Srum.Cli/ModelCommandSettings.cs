using System.ComponentModel;
using Spectre.Console.Cli;

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
    [Description("cpu or cuda (a build with -p:TorchDevice=cuda)")]
    [DefaultValue("cpu")]
    public string Device { get; init; } = "cpu";

    [CommandOption("--precision <TYPE>")]
    [Description("How weights are held: fp32; bf16 as published, with half the memory (not for training); or mixed, "
        + "fp32 with products in bf16")]
    [DefaultValue("fp32")]
    public string Precision { get; init; } = "fp32";
}
