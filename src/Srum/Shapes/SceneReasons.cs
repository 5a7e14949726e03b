namespace Srum.Shapes;

/// <summary>Why a picture fails its prompt, in words: one line a requirement that it does not meet.</summary>
internal static class SceneReasons
{
    /// <summary>
    /// What is wrong, as <c>size: big, asked small</c>, <c>relation: diagonal, asked left</c>, <c>missing: blue
    /// square</c>; none where all is right.
    /// </summary>
    public static IReadOnlyList<string> Of(ScenePrompt prompt, SceneReading reading, SceneCheck check) =>
    [
        .. Numbers(prompt, reading, check),
        .. prompt.Objects.SelectMany((required, i) =>
            check.Match[i] < 0 ? [] : Attributes(prompt, required, reading.Objects[check.Match[i]].Object)),
        .. Placed(prompt, reading, check),
        .. check.BackgroundHolds == false
            ? [$"background: {Words.Of(reading.Background)}, asked {Words.Of(prompt.Background!.Value)}"]
            : (string[])[],
    ];

    // Of objects that are all alike the number is said, of others which is missing.
    private static IEnumerable<string> Numbers(ScenePrompt prompt, SceneReading reading, SceneCheck check)
    {
        if (check.CountHolds)
        {
            return [];
        }

        return prompt.Objects.Count > 1 && prompt.Objects.Distinct().Count() == 1
            ? [$"number: {reading.Objects.Count}, asked {prompt.Objects.Count}"]
            : [
                .. prompt.Objects.Where((_, i) => check.Match[i] < 0)
                    .Select(required => $"missing: {Words.Phrase(required)}"),
                .. check.Extra.Select(i => $"not asked for: {Words.Name(reading.Objects[i].Object)}"),
            ];
    }

    private static IEnumerable<string> Attributes(ScenePrompt prompt, ObjectRequirement required, SceneObject shown)
    {
        var whose = prompt.Objects.Count > 1 ? $" of {Words.Phrase(required)}" : "";
        (string Name, string? Asked, string Shown)[] attributes =
        [
            ("size", required.Size is { } size ? Words.Of(size) : null, Words.Of(shown.Size)),
            ("colour", required.Colour is { } colour ? Words.Of(colour) : null, Words.Of(shown.Colour)),
            ("fill", required.Fill is { } fill ? Words.Of(fill) : null, Words.Of(shown.Fill)),
            ("shape", required.Shape is { } shape ? Words.Of(shape) : null,
                shown.Shape == ObjectShape.Odd ? "deformed" : Words.Of(shown.Shape)),
        ];
        return attributes.Where(attribute => attribute.Asked is not null && attribute.Asked != attribute.Shown)
            .Select(attribute => $"{attribute.Name}{whose}: {attribute.Shown}, asked {attribute.Asked}");
    }

    private static IEnumerable<string> Placed(ScenePrompt prompt, SceneReading reading, SceneCheck check)
    {
        if (check.RelationHolds != false
            || prompt.Relation is not { } asked
            || check.Match[asked.Subject] < 0
            || check.Match[asked.Object] < 0)
        {
            return [];
        }

        var found = Relation.Between(
            reading.Objects[check.Match[asked.Subject]].Object, reading.Objects[check.Match[asked.Object]].Object);
        return [$"relation: {(found is { } kind ? Words.Of(kind) : "diagonal")}, asked {Words.Of(asked.Kind)}"];
    }
}
