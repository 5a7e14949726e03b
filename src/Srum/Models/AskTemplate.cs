using Srum.Imaging;

namespace Srum.Models;

/// <summary>
/// The wording around a plain question about a picture: a text with the placeholder <c>{question}</c>. It may open with
/// lines <c>name = value</c>, closed by a line <c>---</c>: <c>system</c> is a text before the picture, <c>reply</c>
/// what the answer is made to begin with.
/// </summary>
public sealed class AskTemplate
{
    private const string Place = "{question}";

    private readonly TemplateText template;

    private AskTemplate(TemplateText template) => this.template = template;

    /// <summary>Reads a template.</summary>
    /// <exception cref="SrumException">
    /// Its head sets an unknown name, or its text has no place for the question.
    /// </exception>
    public static AskTemplate Parse(string template)
    {
        var read = TemplateText.Parse(template, "ask", "system", "reply");
        return read.Text.Contains(Place, StringComparison.Ordinal)
            ? new AskTemplate(read)
            : throw new SrumException(
                $"The ask template has no {Place} in its text: write it where the question belongs.");
    }

    /// <summary>A model's own template <c>ask</c>; where it has none, the question as it is.</summary>
    /// <inheritdoc cref="Parse"/>
    public static AskTemplate Of(ModelSettings settings) => Parse(settings.Templates.GetValueOrDefault("ask") ?? Place);

    /// <summary>The question about a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="question">What a person asks.</param>
    /// <param name="seed">Decides a sampled answer.</param>
    public Question Ask(Picture picture, string question, long seed = 0) => new(
        [picture], template.Text.Replace(Place, question), template.Head.GetValueOrDefault("system"),
        template.Head.GetValueOrDefault("reply", ""), seed);
}
