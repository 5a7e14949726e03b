using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>One row that the understanding half learns to continue.</summary>
/// <param name="Shown">The scene whose picture stands first; null = text alone.</param>
/// <param name="Texts">Texts before the reply, each framed.</param>
/// <param name="Given">How the reply begins; not learnt.</param>
/// <param name="Reply">
/// The rest of the reply, learnt with its end token. Begins with a blank or a line feed where something is given.
/// </param>
internal sealed record Lesson(Scene? Shown, IReadOnlyList<string> Texts, string Given, string Reply);

/// <summary>Kinds of lessons; a batch holds one kind, so that its rows have like lengths.</summary>
internal enum LessonKind
{
    /// <summary>Describe a picture, or answer a question about it.</summary>
    See,

    /// <summary>Judge a picture, with the whole chain.</summary>
    Judge,

    /// <summary>Compare a description in words with a prompt, without a picture; resolve a riddle.</summary>
    Compare,
}
