using Srum.Models;
using Srum.Regions;
using Srum.Runs;

namespace Srum.Judging;

/// <summary>
/// Asks a model's understanding half what its generation half drew: one question for all regions of a picture, one for
/// its layout, one for the whole where asked. The judge gets no gradient and no marks in the picture.
/// </summary>
/// <param name="model">The judge; it need not be the model that drew.</param>
/// <param name="proposer">Says where to look.</param>
/// <param name="settings">How its replies are asked for and read; null takes the defaults.</param>
/// <param name="questions">What is asked. Default regions and layout (paper).</param>
/// <param name="templates">The wording; null takes the model's own, else the library's.</param>
public sealed class Judge(
    IUnifiedModel model, IRegionProposer proposer, OwnJudgeSettings? settings = null,
    JudgeQuestions questions = JudgeQuestions.Dual, JudgeTemplates? templates = null) : IJudge
{
    private readonly OwnJudgeSettings settings = settings ?? new();
    private readonly JudgeTemplates templates = templates ?? JudgeTemplates.Of(model.Settings);

    /// <inheritdoc/>
    public object Decisive => new
    {
        by = "own", model = model.Identity, proposer = proposer.Name, questions, settings,
        wording = ContentKey.Of(new[] { templates.Local.Source, templates.Global.Source, templates.Sample.Source }),
    };

    /// <inheritdoc/>
    public string Proposer => proposer.Name;

    /// <summary>
    /// Judges pictures: greedy first; what then has no score is asked again, sampled from the picture's own seed,
    /// until <see cref="OwnJudgeSettings.Tries"/> is reached. A judgement depends neither on the batch nor on its
    /// order.
    /// </summary>
    /// <returns>One record a picture, in order.</returns>
    public IReadOnlyList<JudgeRecord> Run(IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default)
    {
        var places = proposer.ProposeFor(questions, settings.MaxRegions, pictures, cancel);
        var trials = pictures.Zip(
            places, (picture, boxes) => new PictureTrial(picture, boxes, questions, settings.CheckKeywords)).ToList();
        for (var attempt = 1; attempt <= settings.Tries; attempt++)
        {
            var asked = trials.SelectMany(trial => trial.Ask(templates, attempt)).ToList();
            if (asked.Count == 0)
            {
                break;
            }

            var answer = settings.Answer with { Temperature = attempt == 1 ? 0 : settings.RetryTemperature };
            string[] graded = [.. settings.Graded?.Answers.Select(possible => possible.Text) ?? []];
            var written = model.AnswerAndWeigh([.. asked.Select(a => a.Question)], answer, graded, cancel);
            for (var i = 0; i < asked.Count; i++)
            {
                asked[i].Trial.Take(asked[i], written[i].Text, attempt);
            }

            if (settings.Graded is not null)
            {
                GradedScores.Apply(model, settings.Graded, asked, written);
            }
        }

        return [.. trials.Select(trial => trial.Record())];
    }
}
