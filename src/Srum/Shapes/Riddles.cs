namespace Srum.Shapes;

/// <summary>Wordings of reasoning prompts, with what they mean.</summary>
public static class Riddles
{
    internal static readonly (string Phrase, ObjectColour Colour)[] Colours =
    [
        ("the colour of grass", ObjectColour.Green), ("the colour of a frog", ObjectColour.Green),
        ("the colour of the sky", ObjectColour.Blue), ("the colour of the sea", ObjectColour.Blue),
        ("the colour of the sun", ObjectColour.Yellow), ("the colour of a lemon", ObjectColour.Yellow),
        ("the colour of blood", ObjectColour.Red), ("the colour of a tomato", ObjectColour.Red),
        ("the colour of a grape", ObjectColour.Purple), ("the colour of a plum", ObjectColour.Purple),
        ("the colour of a carrot", ObjectColour.Orange), ("the colour of a pumpkin", ObjectColour.Orange),
        ("the colour of ice", ObjectColour.Cyan), ("the colour of a lagoon", ObjectColour.Cyan),
        ("the colour of a flamingo", ObjectColour.Pink), ("the colour of a piglet", ObjectColour.Pink),
    ];

    internal static readonly (string Phrase, int Count)[] Counts =
    [
        ("one plus one", 2), ("half of four", 2), ("three minus one", 2), ("one more than one", 2),
        ("two plus one", 3), ("half of six", 3), ("four minus one", 3), ("one more than two", 3),
        ("two plus two", 4), ("twice two", 4), ("five minus one", 4), ("one more than three", 4),
    ];

    /// <summary>
    /// Phrases, one for each colour and count, that pretraining resolves in text and never draws: what a thought before
    /// drawing is good for shows on these.
    /// </summary>
    private static readonly string[] NeverDrawn =
    [
        "a frog",
        "the sea", "a lemon", "a tomato", "a plum", "a pumpkin", "a lagoon", "a piglet", "half of four", "half of six",
        "twice two",
    ];

    /// <summary>
    /// Whether pretraining draws prompts of this wording; of others it only learns in text what they mean.
    /// </summary>
    /// <param name="text">A prompt.</param>
    public static bool IsDrawn(string text) =>
        !NeverDrawn.Any(phrase => text.Contains(phrase, StringComparison.Ordinal));
}
