namespace Srum.Prompts;

/// <summary>A text of a <see cref="Composition"/>.</summary>
/// <param name="Text">The text.</param>
/// <param name="Weight">How much it counts; below 0 it is taken away.</param>
public readonly record struct ComposedText(string Text, double Weight);
