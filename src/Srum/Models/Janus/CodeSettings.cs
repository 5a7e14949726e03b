namespace Srum.Models.Janus;

/// <summary>Which settings a model that draws code by code has, and which it has not.</summary>
internal static class CodeSettings
{
    /// <summary>Temperature of the published models.</summary>
    public const double PublishedTemperature = 1;

    /// <summary>Guidance of the published models.</summary>
    private const double PublishedGuidance = 5;

    private static readonly DrawSettings Flow = new();

    // What flows alone have, or a model that thinks before it draws.
    private static readonly (string Name, Func<DrawSettings, object> Value)[] Foreign =
    [
        ("think", settings => settings.Think),
        ("thoughtTokens", settings => settings.ThoughtTokens),
        ("thoughtTemperature", settings => settings.ThoughtTemperature),
        ("steps", settings => settings.Steps),
        ("timestepShift", settings => settings.TimestepShift),
        ("imageGuidance", settings => settings.ImageGuidance),
        ("guidanceStart", settings => settings.GuidanceStart),
        ("guidanceEnd", settings => settings.GuidanceEnd),
        ("solver", settings => settings.Solver),
        ("renorm", settings => settings.Renorm),
        ("renormMin", settings => settings.RenormMin),
        ("keepSteps", settings => settings.KeepSteps),
    ];

    /// <summary>Whether a setting, by its dotted name, is one that this design does not have.</summary>
    public static bool IsForeign(string name) =>
        name.StartsWith("vaeResize", StringComparison.Ordinal) || name.StartsWith("vitResize", StringComparison.Ordinal)
        || Foreign.Any(setting => name == "draw." + setting.Name);

    /// <summary>The settings of a model whose folder has no settings file.</summary>
    public static ModelSettings Published(JanusConfig config) => new()
    {
        Draw = new DrawSettings
        {
            Width = config.PictureSide, Height = config.PictureSide, TextGuidance = PublishedGuidance,
        },
        DropsAlpha = true,
        Thinks = false,
    };

    /// <summary>These settings, if they can be used.</summary>
    /// <param name="settings">How pictures are to be drawn.</param>
    /// <param name="config">The model's sizes.</param>
    /// <exception cref="SrumException">One is out of range, or one that this design does not have was set.</exception>
    public static DrawSettings Checked(DrawSettings settings, JanusConfig config)
    {
        Refuse(settings.Checked());
        return settings.Width == config.PictureSide && settings.Height == config.PictureSide
            ? settings
            : throw new SrumException(
                $"This model draws pictures of {config.PictureSide} × {config.PictureSide} pixels, "
                + $"not {settings.Width} × {settings.Height}.");
    }

    /// <summary>Refuses pictures that are drawn from several texts.</summary>
    /// <param name="composed">Whether some are.</param>
    public static void CheckTexts(bool composed)
    {
        if (composed)
        {
            throw new SrumException(
                "Pictures are to be drawn from several texts, whose velocities add up in a flow. This model draws "
                + "codes: leave compositions out (rollout.composed, --composed).");
        }
    }

    /// <summary>A model's settings, if its file sets nothing that this design does not have.</summary>
    /// <param name="settings">From the file.</param>
    /// <param name="file">The file, for the message.</param>
    public static ModelSettings Checked(ModelSettings settings, string file)
    {
        try
        {
            Refuse(settings.Draw);
            Refuse("vaeResize", settings.VaeResize, new ModelSettings().VaeResize);
            Refuse("vitResize", settings.VitResize, new ModelSettings().VitResize);
            return settings;
        }
        catch (SrumException refused)
        {
            throw new SrumException($"{file}: {refused.Message}", refused);
        }
    }

    /// <summary>Refuses what only trainings of a flow have.</summary>
    public static void Check(ForwardSettings settings)
    {
        var flow = new ForwardSettings();
        Refuse("timestepShift", settings.TimestepShift, flow.TimestepShift);
        if (!settings.FreezeUnderstanding)
        {
            throw new SrumException(
                "The setting freezeUnderstanding is false, but this model reads and draws with one decoder: it has no "
                + "other half to train along. Leave the setting out.");
        }
    }

    private static void Refuse(DrawSettings settings)
    {
        foreach (var (name, value) in Foreign)
        {
            Refuse(name, value(settings), value(Flow));
        }
    }

    private static void Refuse(string name, object value, object usual)
    {
        if (!Equals(value, usual))
        {
            throw new SrumException(FormattableString.Invariant(
                $"The setting {name} is {value}, but this model draws its picture code by code, straight from the ")
                + $"prompt: it has no {name}. Leave the setting out.");
        }
    }
}
