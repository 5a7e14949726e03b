using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Shapes;

namespace Srum.Cli;

/// <summary>Flags of every command.</summary>
internal class CommonSettings : CommandSettings
{
    [CommandOption("--trace")]
    [Description("On a failure, print the stack trace too")]
    public bool Trace { get; init; }

    /// <summary>Refuses a prompt that says nothing, or cannot be one.</summary>
    protected static ValidationResult IsPrompt(string? value, string name, string what) =>
        NotEmpty(value, name, what) is { Successful: false } empty ? empty
        : PromptEntry.Fault(value!) is { } fault ? ValidationResult.Error($"{name} {fault}.")
        : ValidationResult.Success();

    /// <summary>Refuses a text argument that says nothing.</summary>
    protected static ValidationResult NotEmpty(string? value, string name, string what) =>
        string.IsNullOrWhiteSpace(value) ? ValidationResult.Error($"{name} is empty: say {what}.") : ValidationResult.Success();
}

/// <summary>Flags of commands that open a model.</summary>
internal class ModelCommandSettings : CommonSettings
{
    [CommandOption("--model <FOLDER>")]
    [Description("Model folder in the published format of a BAGEL or a Janus-Pro; default: the model in data/model")]
    public string? Model { get; init; }

    [CommandOption("--base <FOLDER>")]
    [Description("The whole model that a generator-only --model was trained from")]
    public string? Base { get; init; }

    [CommandOption("--device <DEVICE>")]
    [Description("cpu or cuda (a build with -p:TorchDevice=cuda)")]
    [DefaultValue("cpu")]
    public string Device { get; init; } = "cpu";

    [CommandOption("--precision <TYPE>")]
    [Description("How weights are held: fp32; bf16 as published, with half the memory (not for training); or mixed, fp32 with products in bf16")]
    [DefaultValue("fp32")]
    public string Precision { get; init; } = "fp32";
}
