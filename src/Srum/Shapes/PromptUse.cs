namespace Srum.Shapes;

/// <summary>
/// What a prompt's text is for. Where texts are kept for evaluation (<see cref="World.Allows(string, PromptUse)"/>),
/// none serves two uses.
/// </summary>
public enum PromptUse
{
    /// <summary>Pretraining and rollouts, what their prompts mean (<see cref="ScenePrompt.Resolved"/>) too.</summary>
    Training,

    /// <summary>The prompts of <c>tune</c>.</summary>
    Tune,

    /// <summary>The prompts of <c>test</c>.</summary>
    Test,
}
