using Srum.Prompts;

namespace Srum.Shapes;

/// <summary>
/// What a prompt can be composed of (<see cref="Composition"/>) in a world whose prompts leave attributes open: one of
/// its objects without its colour, and without its shape, less that object with neither. The fill stays in all three:
/// of a shape and a colour pretraining often draws one fill alone, so that these two together would say it, while of a
/// fill with a shape, and with a colour, it draws nearly everything.
/// </summary>
internal static class SceneComposition
{
    /// <summary>
    /// The composition: of the first object that pretraining does not draw, or else of the first that states shape,
    /// colour and fill; null where there is none, or where the words of an object are no part of the text.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="world">Its world.</param>
    public static string? Of(ScenePrompt prompt, World world)
    {
        ObjectRequirement[] stated =
            [.. prompt.Objects.Where(item => item is { Shape: not null, Colour: not null, Fill: not null })];
        if (world.Open == 0 || stated.Length == 0)
        {
            return null;
        }

        var taken = stated.FirstOrDefault(item =>
            !world.IsDrawn(item.Shape!.Value, item.Colour!.Value, item.Fill!.Value)) ?? stated[0];
        var words = Words.One(taken);
        var place = prompt.Text.IndexOf(words, StringComparison.Ordinal);
        return place < 0 ? null : Composition.Of(
        [
            new(With(taken with { Colour = null }), 1), new(With(taken with { Shape = null }), 1),
            new(With(taken with { Colour = null, Shape = null }), -1),
        ]);

        string With(ObjectRequirement item) =>
            prompt.Text[..place] + Words.One(item) + prompt.Text[(place + words.Length)..];
    }
}
