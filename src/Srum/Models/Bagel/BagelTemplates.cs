namespace Srum.Models.Bagel;

/// <summary>Templates of the model itself, in our own words; <c>srum_config.json</c> may name others.</summary>
internal static class BagelTemplates
{
    /// <summary>Stands before the prompt when the model thinks before it draws.</summary>
    public const string Think =
        "Before you draw, work out what the picture must show: resolve riddles and hints into plain things, say how "
            + "many there are, "
        + "what each looks like and where it stands. Write your working between <think> and </think>, then one plain "
        + "description of the picture.";

    /// <summary>A model's own template <c>think</c>, else <see cref="Think"/>.</summary>
    public static string ThinkOf(ModelSettings settings) => settings.Templates.GetValueOrDefault("think") ?? Think;
}
