using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Prompts;

namespace Srum.Cli;

/// <summary>Flags of every command.</summary>
internal class CommonSettings : CommandSettings
{
    [CommandOption("--trace")]
    [Description("On a failure, print the stack trace too")]
    public bool Trace { get; init; }

    /// <summary>Refuses a text that can be no prompt.</summary>
    protected static ValidationResult IsPrompt(string text, string name) => PromptEntry.Fault(text) is { } fault
        ? ValidationResult.Error($"{name} {fault}.")
        : ValidationResult.Success();
}

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
