using Srum.Imaging;
using Srum.Judging;
using Srum.Models;
using Srum.Regions;
using Srum.Runs;

namespace Srum.Endpoints;

/// <summary>
/// A judge elsewhere: asked and read like the model's own judge, with the library's wording. A question that got no
/// reply stays open and has no score; replies that give no score are asked for again and then count as unanswered.
/// </summary>
/// <param name="endpoint">Answers.</param>
/// <param name="proposer">Says where to look.</param>
/// <param name="settings">How its replies are asked for and read.</param>
/// <param name="questions">What is asked. Default regions and layout (paper).</param>
public sealed class EndpointJudge(
    Endpoint endpoint, IRegionProposer proposer, EndpointJudgeSettings settings,
    JudgeQuestions questions = JudgeQuestions.Dual) : IJudge
{
    private readonly JudgeTemplates templates = JudgeTemplates.Of(new ModelSettings());

    /// <summary>
    /// A judge is its name and model: the same one at another address, with another limit or budget, says the same.
    /// </summary>
    public object Decisive => new
    {
        by = "endpoint", name = endpoint.Name, model = endpoint.Settings.Model,
        structured = endpoint.Settings.Structured, sampling = endpoint.Settings.Sampling,
        maxReplyTokens = endpoint.Settings.MaxReplyTokens, proposer = proposer.Name, questions,
        settings.MaxRegions, settings.Tries, settings.RetryTemperature, settings.CheckKeywords,
        wording = ContentKey.Of(new[] { templates.Local.Source, templates.Global.Source, templates.Sample.Source }),
    };

    /// <inheritdoc/>
    public string Proposer => proposer.Name;

    /// <inheritdoc/>
    public bool AsksEachAlone => true;

    /// <inheritdoc/>
    public IReadOnlyList<JudgeRecord> Run(IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
        GoOn(pictures, [.. pictures.Select(_ => (JudgeRecord?)null)], cancel);

    /// <inheritdoc/>
    public IReadOnlyList<JudgeRecord> GoOn(
        IReadOnlyList<JudgeRequest> pictures, IReadOnlyList<JudgeRecord?> earlier, CancellationToken cancel = default)
    {
        var places = proposer.ProposeFor(questions, settings.MaxRegions, pictures, cancel);
        var judged = pictures.Select((picture, i) => One(picture, places[i], earlier[i], cancel));
        return Task.Run(() => Task.WhenAll(judged), cancel).GetAwaiter().GetResult();
    }

    private async Task<JudgeRecord> One(
        JudgeRequest picture, IReadOnlyList<Box> boxes, JudgeRecord? before, CancellationToken cancel)
    {
        var trial = new PictureTrial(picture, boxes, questions, settings.CheckKeywords);
        var earlier = before?.Replies.ToDictionary(reply => (reply.About, reply.Try), reply => reply.Text);
        var cost = before?.Cost ?? JudgeCost.None;
        var (open, reason, ends) = (new HashSet<string>(), "", false);
        for (var attempt = 1; attempt <= settings.Tries; attempt++)
        {
            var asked = trial.Ask(templates, attempt).Where(question => !open.Contains(question.About)).ToArray();
            var replies = await Task.WhenAll(asked.Select(question => Reply(question, attempt))).ConfigureAwait(false);
            foreach (var (question, reply) in asked.Zip(replies))
            {
                cost = cost.Plus(reply.Cost);
                if (reply.Text is { } text)
                {
                    trial.Take(question, text, attempt);
                }
                else
                {
                    open.Add(question.About);
                    (reason, ends) = (reply.Fault!, ends || reply.Ends);
                }
            }
        }

        return trial.Record() with
        {
            Open = open.Count == 0 ? null : new OpenQuestions(open.Count, reason, ends), Cost = cost,
        };

        Task<EndpointReply> Reply(PendingQuestion question, int attempt) =>
            earlier?.GetValueOrDefault((question.About, attempt)) is { } known
                ? Task.FromResult(new EndpointReply(known, null, Ends: false, JudgeCost.None))
                : endpoint.Ask(
                    question.Question, attempt == 1 ? 0 : settings.RetryTemperature, ReplyForm.Of(question.About),
                    cancel);
    }
}
