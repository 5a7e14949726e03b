namespace Srum.Shapes;

/// <summary>What a prompt's text is for. No text serves two uses.</summary>
public enum PromptUse
{
    /// <summary>Pretraining and rollouts, what their prompts mean (<see cref="ScenePrompt.Resolved"/>) too.</summary>
    Training,

    /// <summary>The prompts of <c>tune</c>.</summary>
    Tune,

    /// <summary>The prompts of <c>test</c>.</summary>
    Test,
}
