using Srum.Imaging;

namespace Srum.Models;

/// <summary>One question, with pictures in front of the text.</summary>
/// <param name="Pictures">What the question is about; may be empty.</param>
/// <param name="Text">The question.</param>
/// <param name="System">A text before the pictures (a thinking instruction, say); null = none.</param>
/// <param name="ReplyPrefix">
/// Words the reply is made to begin with; they are not repeated in the answer. Empty = none.
/// </param>
/// <param name="Seed">Decides sampling when the temperature is above 0.</param>
public sealed record Question(
    IReadOnlyList<Picture> Pictures, string Text, string? System = null, string ReplyPrefix = "", long Seed = 0);
