namespace Srum.Shapes;

/// <summary>A prompt with everything it requires.</summary>
/// <param name="Text">The prompt as a user writes it.</param>
/// <param name="Category">Its category.</param>
/// <param name="Objects">Every object it asks for; nothing else may be there.</param>
/// <param name="Relation">The relation between two of them, if any.</param>
/// <param name="Background">The background, where stated.</param>
/// <param name="Resolved">The prompt in plain words: what a thought before drawing arrives at.</param>
public sealed record ScenePrompt(
    string Text,
    PromptCategory Category,
    IReadOnlyList<ObjectRequirement> Objects,
    Relation? Relation,
    Background? Background,
    string Resolved);
