using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Models;

/// <summary>
/// What a model's published files leave to scripts, from <c>srum_config.json</c> beside the weights
/// (our addition; an absent file or field = the published value).
/// </summary>
public sealed record ModelSettings
{
    /// <summary>Sampling defaults of this model.</summary>
    public DrawSettings Draw { get; init; } = new();

    /// <summary>Most questions that this model answers at once where a caller names no number. Default 16.</summary>
    public int AnswerBatchSize { get; init; } = 16;

    /// <summary>
    /// The resize before the autoencoder: of training pictures, and of what the model looks at. Default: published.
    /// </summary>
    public PictureTransform VaeResize { get; init; } = PictureTransform.PublishedVae;

    /// <summary>The resize before the vision encoder, after <see cref="VaeResize"/>. Default: published.</summary>
    public PictureTransform VitResize { get; init; } = PictureTransform.PublishedVit;

    /// <summary>The shapes world that it knows, if any. Default: the shipped model's.</summary>
    public World World { get; init; } = World.Shipped;

    /// <summary>
    /// Whether a file's transparency is dropped, so that the colour it hides is seen, where other models see it over
    /// white. Belongs to the design; no file sets it. Default false.
    /// </summary>
    public bool DropsAlpha { get; init; }

    /// <summary>
    /// Whether the model can write a thought before it draws (<see cref="DrawSettings.Think"/>). Belongs to the design;
    /// no file sets it. Default true.
    /// </summary>
    public bool Thinks { get; init; } = true;

    /// <summary>The names of <see cref="Templates"/>.</summary>
    internal static IReadOnlyList<string> TemplateNames { get; } =
        ["think", "ask", "judge-local", "judge-global", "judge-sample", "ground"];

    /// <summary>
    /// Templates by name: <c>think</c>, <c>ask</c>, <c>judge-local</c>, <c>judge-global</c>, <c>judge-sample</c>,
    /// <c>ground</c>; values are template texts (already read from the files that <c>srum_config.json</c> names). A
    /// missing name falls back to the template built into the library; without <c>ask</c> a question is asked as it is.
    /// </summary>
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>();
}
