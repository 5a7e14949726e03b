namespace Srum.Evaluation;

/// <summary>What a model met of a prompt's combination before it is evaluated.</summary>
public enum PromptGroup
{
    /// <summary>Pictures that it was trained on show it.</summary>
    Drawn,

    /// <summary>No picture that it was trained on shows it; prompts that it practised ask for it.</summary>
    Practised,

    /// <summary>Neither shown nor practised.</summary>
    New,
}
