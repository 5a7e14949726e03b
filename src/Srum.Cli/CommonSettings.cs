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
