// SRUM (arXiv 2510.12784, section 3) on one page: a model draws, judges what it drew, and learns most from what it
// found right. Read it from top to bottom; each step names the file where it is done in full. On the tiny model this
// takes a minute or two on two cores; nothing is kept. From the clone, after 'dotnet build -c Release':
//   dotnet run docs/srum-on-one-page.cs
//   dotnet run docs/srum-on-one-page.cs -- dense      another rule of the map: published (default), signed or dense
#:property PublishAot=false
using System.Globalization;
using Srum;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Prompts;
using Srum.Regions;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

const int PromptsOfEachCategory = 6;    // seven categories
const int PicturesOfEachPrompt = 2;
const int Steps = 40;
const int BatchSize = 16;
const double Lambda = 0.5;              // λ_c, the best of the paper's
const double LearningRate = 2e-4;       // between the paper's 2.5e-5 for seven billion parameters and the pretraining's

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var rule = MapRule.Find(args.FirstOrDefault() ?? "published");
var data = Path.Combine(FolderOf(), "..", "data");
using var model = UnifiedModel.Open(Path.Combine(data, "model"));
var learnt = EvaluationPrompt.Sample(
    PromptSet.Read(Path.Combine(data, "prompts", "rollout.json")), PromptsOfEachCategory);
var unseen = EvaluationPrompt.Sample(
    PromptSet.Read(Path.Combine(data, "prompts", "tune.json")), 2 * PromptsOfEachCategory);
var before = Evaluate();

// 1. Rollout: the model draws. (Rollout/RolloutStage.cs keeps pictures and resumes.)
var requests = learnt.SelectMany((prompt, i) => Enumerable.Range(0, PicturesOfEachPrompt)
    .Select(k => (Prompt: prompt, Seed: (long)(i * PicturesOfEachPrompt) + k))).ToList();
var pictures = Draw(requests);
Console.WriteLine($"rollout     {pictures.Count} pictures of {learnt.Count} prompts");

// 2. Regions: somebody says where to look, never how good it is. (Regions/SegmentProposer.cs; the paper takes SAM.)
var proposer = new SegmentProposer();
var asked = requests.Zip(pictures, (request, picture) =>
    new JudgeRequest(request.Prompt.Id, request.Prompt.Text, "", picture, request.Seed)).ToList();
Console.WriteLine($"regions     {proposer.Propose(asked).Average(boxes => boxes.Count):0.0} a picture");

// 3. Judge: the same model looks. Each region gets a score s in [-1, 1] (local), the layout one score g (global).
//    (Judging/Judge.cs asks, Judging/JudgeReplyParser.cs reads the replies.)
var judged = new Judge(model, proposer).Run(asked);
var scores = judged.SelectMany(record => record.Regions).Select(region => region.Score).OfType<double>().ToList();
Console.WriteLine($"judge       {scores.Count} regions, {100.0 * scores.Count(s => s > 0) / scores.Count:0} % of them "
    + $"above 0; {judged.Sum(record => record.Unanswered)} questions unanswered");

// 4. Map: scores become a weight w for every token. The published rule: M = ½, in each box max(½, (s + 1) / 2), all of
//    it times α = (g + 1) / 2, resized to the grid of tokens. (Maps/RewardMap.cs paints by Maps/MapRule.cs.)
var examples = judged.Zip(pictures)
    .Select(pair => (pair.First.Prompt, Picture: pair.Second, Reward: DualReward.From(
        pair.First, pair.Second.Width, pair.Second.Height)))
    .Where(example => example.Reward is not null)    // a picture without a layout score is not trained on
    .Select(example => (example.Prompt, Target: model.Encode(example.Picture), Map: RewardMap.Paint(
        rule, example.Picture.Width, example.Picture.Height, example.Reward!)))
    .ToList();
Console.WriteLine($"map         {rule.Name}: mean weight {examples.Average(example => example.Map.Mean):0.00}, from "
    + $"{examples.Min(example => example.Map.Pixels.Min()):0.00} to "
    + $"{examples.Max(example => example.Map.Pixels.Max()):0.00}");

// 5. Train: x_t = (1 − t) x₀ + t ε; the model predicts v ≈ ε − x₀, and e = (v − (ε − x₀))² is a token's error. Only the
//    generation half learns. (Training/Trainer.cs has checkpoints, schedules and the other objectives.)
var trained = model.Parameters.Where(parameter => parameter.IsGeneration && !parameter.IsFixed)
    .Select(parameter => parameter.Value).ToList();
trained.ForEach(parameter => parameter.requires_grad_());
using var optimiser = new AdamW(trained, new AdamWSettings());
var random = new SeededRandom(1);
for (var step = 1; step <= Steps; step++)
{
    using var scope = NewDisposeScope();
    var batch = Enumerable.Range(0, BatchSize).Select(_ => examples[random.Below(examples.Count)]).ToList();
    Tensor[] targets = [.. batch.Select(example => example.Target)];
    using var forward = model.Forward(
        [.. batch.Select(example => new TrainingSample(example.Prompt, example.Target, random.Below(int.MaxValue)))],
        new ForwardSettings());
    var errors = forward.Errors(targets);
    var weights = tensor([.. batch.Zip(forward.Grids).SelectMany(pair =>
        pair.First.Map.TokenWeights(pair.Second.Rows, pair.Second.Columns))]);

    // L = mean(w · e) + λ_c · mean(e_ref); as released, the reference is the picture itself. (Training/SrumLoss.cs)
    var loss = SrumLoss.Weighted(errors, errors, weights, Lambda);
    loss.Total.backward();
    var norm = optimiser.Step(LearningRate * Math.Min(1, step / 5.0));
    if (step % 10 == 0)
    {
        Console.WriteLine($"train       step {step,3}: loss {loss.Total.item<float>():0.000} = reward "
            + $"{loss.Reward!.item<float>():0.000} + {Lambda} · constraint {loss.Constraint.item<float>():0.000}; "
            + $"gradient {norm:0.00}");
    }
}

trained.ForEach(parameter => parameter.requires_grad_(false));

// 6. Evaluate: somebody who took no part in training looks, on prompts that nothing was learnt from, drawn from the
//    same seeds before and after. (Evaluation/OracleEvaluator.cs; srum run has intervals over trainings and rivals.)
var after = Evaluate();
var change = Estimate.Of([.. after.Zip(before, (a, b) => a - b)]);
Console.WriteLine($"evaluate    {100 * before.Average():0.0} % of {unseen.Count} unseen prompts wholly right before, "
    + $"{100 * after.Average():0.0} % after: {100 * change.Mean:+0.0;−0.0} points, 95 % interval "
    + $"{100 * change.Interval.Low:+0.0;−0.0} to {100 * change.Interval.High:+0.0;−0.0}");
Console.WriteLine(change.Interval.Low > 0 ? "More prompts are right than before."
    : change.Interval.High < 0 ? "Fewer prompts are right than before."
    : "That is no sure difference: so small a round cannot show one. The README says what larger ones found.");

IReadOnlyList<Picture> Draw(IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> wanted) =>
[
    .. model.Draw([.. wanted.Select(item => new DrawRequest(item.Prompt.Text, item.Seed))], model.Settings.Draw)
        .Select(drawing => drawing.Picture),
];

double[] Evaluate()
{
    var drawn = Draw([.. unseen.Select((prompt, i) => (prompt, 1000L + i))]);
    var shown = unseen.Zip(drawn, (prompt, picture) => new EvaluatedPicture(prompt, picture)).ToList();
    return [.. new OracleEvaluator().Score(shown).Select(score => score is { Correct: true } ? 1.0 : 0.0)];
}

static string FolderOf([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
    Path.GetDirectoryName(file)!;
