namespace Srum.Prompts;

/// <summary>What the fields of prompts are called in JSON and in tables, in any case of letters.</summary>
internal static class PromptFields
{
    /// <summary>Names of the prompt's text; of several the first one counts.</summary>
    public static readonly string[] Text = ["Question", "prompt", "text"];

    /// <summary>Names of the category.</summary>
    public static readonly string[] Category = ["Category", "tag"];

    /// <summary>Names of the number.</summary>
    public static readonly string[] Id = ["Question_id"];

    /// <summary>Names of what the prompt can be composed of; read from JSON alone.</summary>
    public static readonly string[] Composed = ["Composed"];

    /// <summary>The names as a message lists them.</summary>
    public static string Known { get; } = string.Join(", ", Text.Select(name => $"\"{name}\""));

    /// <summary>Whether a field has one of these names.</summary>
    public static bool Is(string field, string name) =>
        string.Equals(field.Trim(), name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where the first of these names stands among the fields; −1 = nowhere.</summary>
    public static int Find(IReadOnlyList<string> fields, string[] names) =>
        names.Select(name =>
            fields.Index().Where(field => Is(field.Item, name)).Select(field => field.Index).DefaultIfEmpty(-1).First())
            .Where(place => place >= 0).DefaultIfEmpty(-1).First();
}
