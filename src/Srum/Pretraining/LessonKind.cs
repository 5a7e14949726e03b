namespace Srum.Pretraining;

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
