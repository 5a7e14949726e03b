using System.Globalization;
using Srum.Imaging;

namespace Srum.Models;

/// <summary>
/// The wording of a judge's question. A template is a text with the placeholders <c>{prompt}</c>, <c>{regions}</c> and
/// <c>{count}</c>. It may open with lines <c>name = value</c>, closed by a line <c>---</c>: <c>region</c> is the form
/// of one region, <c>system</c> a text before the picture, <c>reply</c> what the reply is made to begin with.
/// </summary>
/// <remarks>
/// The form of a region knows <c>{n}</c>, the corners <c>{left}</c>, <c>{top}</c>, <c>{right}</c>, <c>{bottom}</c> in
/// whole per cent, and <c>{cell}</c>: c1 to c4, the quarter in which its centre lies (top left, top right, bottom left,
/// bottom right). <c>\n</c> in a value is a line end; a value in quotation marks keeps its
/// spaces. Regions are joined by line ends, or by <c>separator</c>.
/// </remarks>
public sealed class QuestionTemplate
{
    private readonly string text;
    private readonly string region;
    private readonly string separator;
    private readonly string? system;
    private readonly string reply;

    private QuestionTemplate(string template, string name)
    {
        Source = template;
        var read = TemplateText.Parse(template, name, "region", "separator", "system", "reply");
        text = read.Text;
        region = read.Head.GetValueOrDefault(
            "region", "Region ID: {n}, from {left}% left, {top}% top to {right}% left, {bottom}% top");
        separator = read.Head.GetValueOrDefault("separator", "\n");
        system = read.Head.GetValueOrDefault("system");
        reply = read.Head.GetValueOrDefault("reply", "");
    }

    /// <summary>The template as it was written.</summary>
    internal string Source { get; }

    /// <summary>Reads a template.</summary>
    /// <exception cref="SrumException">Its head sets an unknown name.</exception>
    public static QuestionTemplate Parse(string template) => new(template, "judge");

    /// <summary>
    /// A model's own template of that name (<c>judge-local</c>, <c>judge-global</c>, <c>judge-sample</c>,
    /// <c>ground</c>), else the one built into the library, which is meant for BAGEL-7B.
    /// </summary>
    /// <exception cref="SrumException">The head of the model's own template sets an unknown name.</exception>
    /// <exception cref="ArgumentException">There is no template of that name.</exception>
    public static QuestionTemplate Of(ModelSettings settings, string name) =>
        new(settings.Templates.GetValueOrDefault(name) ?? BuiltIn(name), name);

    /// <summary>The question's words.</summary>
    internal string Text(string prompt, IReadOnlyList<Box> regions) => Fill(text, prompt, regions);

    /// <summary>The question about a picture.</summary>
    /// <param name="picture">The picture, unmarked.</param>
    /// <param name="prompt">The original prompt.</param>
    /// <param name="regions">
    /// The asked regions, numbered from 1 in this order; empty for whole-picture questions.
    /// </param>
    /// <param name="seed">Decides a sampled reply.</param>
    public Question Ask(Picture picture, string prompt, IReadOnlyList<Box> regions, long seed) =>
        new([picture], Text(prompt, regions), system is null ? null : Fill(system, prompt, regions), reply, seed);

    private string Fill(string form, string prompt, IReadOnlyList<Box> regions) => form
        .Replace("{regions}", string.Join(separator, regions.Select(Describe)))
        .Replace("{count}", regions.Count.ToString(CultureInfo.InvariantCulture))
        .Replace("{prompt}", prompt.Trim()); // last, so that a prompt with braces stays as it is

    private string Describe(Box box, int index)
    {
        var column = box.Left + box.Right < 1 ? 1 : 2;
        var row = box.Top + box.Bottom < 1 ? 0 : 2;
        return region
            .Replace("{n}", (index + 1).ToString(CultureInfo.InvariantCulture))
            .Replace("{left}", PerCent(box.Left)).Replace("{top}", PerCent(box.Top))
            .Replace("{right}", PerCent(box.Right)).Replace("{bottom}", PerCent(box.Bottom))
            .Replace("{cell}", $"c{row + column}");
    }

    private static string PerCent(double share) => Math.Round(100 * share).ToString(CultureInfo.InvariantCulture);

    private static string BuiltIn(string name)
    {
        using var stream =
            typeof(QuestionTemplate).Assembly.GetManifestResourceStream($"Srum.Models.templates.{name}.txt")
            ?? throw new ArgumentException($"No template '{name}' is built in.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
