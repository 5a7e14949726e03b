// What notebooks/03-judge.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/03-judge.cs               writes artifacts/pages/03-judge.html
//   dotnet run notebooks/programs/03-judge.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Audits;
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Prompts;
using Srum.Regions;
using Srum.Studies;

var page = LessonPage.Begin(args);
void display(object value) => page.Show(value);

page.Prose("""
# 03 · Judge: dual reward

*1 minute · 1.8 GB of memory · seeds from 1 on*

SRUM's reward comes from the model itself. Its understanding half looks at each picture twice: *locally*, at every region, and *globally*, at the layout. A third question, about the whole picture, is added here; the recipe `verdict` learns from it (lesson 05). Every judgement comes with a reason.

Afterwards you know what the judge is asked, what it answers and how the answer is read, and what this judge sees well and what it gets wrong.

In the paper: local and global reward ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), section 3). In the code: [Judge.cs](../src/Srum/Judging/Judge.cs) asks, [SegmentProposer.cs](../src/Srum/Regions/SegmentProposer.cs) finds regions, [JudgeReplyParser.cs](../src/Srum/Judging/JudgeReplyParser.cs) reads the replies, [AuditedRegion.cs](../src/Srum/Audits/AuditedRegion.cs) holds them against the truth.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var oracle = new OracleEvaluator();
var judge = new Judge(model, new SegmentProposer(), questions: JudgeQuestions.All);
var rollout = PromptSet.Read("../data/prompts/rollout.json");
var prompts = EvaluationPrompt.Sample(rollout, quick ? 2 : 12);

page.Prose("""
## What the judge is asked

First regions are proposed. Here no network is needed: whatever differs from the background and hangs together is a region. Then one question names all regions by number and place; the picture itself stays unmarked.

So that there is something to find, the model draws one prompt until the oracle calls a picture wrong that shows something.
""");

page.Code();
var prompt = prompts.First(item => item.Category == "color");
var drawings = Enumerable.Range(1, 99)
    .Select(seed => DrawnPicture.Draw(model, [(prompt, new(prompt.Text, seed))],
        model.Settings.Draw, oracle)[0]);
IReadOnlyList<Box> Boxes(Picture drawn) => new SegmentProposer().Propose(drawn);
var found = drawings.First(item => !item.Score.Correct && Boxes(item.Picture).Count > 0);
var picture = found.Picture;
page.Show(JudgeTemplates.Of(model.Settings).Local
    .Ask(picture, prompt.Text, Boxes(picture), seed: 1).Text);

page.Prose("""
## What it answers

The small judge was taught to think before it scores: it writes what every region shows, then goes through the prompt, points at the region that meets each requirement, quotes it and says yes or no, at last once for all of it. These answers are the links of its *chain*. An object that is none of the known shapes is called *odd*. Only then come the scores, in [−1, 1]. Pointing and quoting is what made comparing learnable at all.

**Predict**: look at the picture below first. Which region would *you* score down?
""");

page.Code();
var request = new JudgeRequest(prompt.Id, prompt.Text, "picture.png", picture, 1);
var judged = judge.Run([request])[0];
page.Show(string.Join("\n\n", judged.Replies.Select(reply => reply.Text)));

page.Code();
page.Show(RewardOverlay.Of(picture, judged, MapRule.Published, prompt.Text, truth: found.Score));

page.Prose("""
Left the boxes with their scores, right the reward map that they make (the next lesson builds it step by step), below what the judge says of the layout and of the whole picture. The last line is the oracle's: the judge never sees it.

A score that stays missing after three tries is *unanswered*, which is something else than 0: such a region is left out, and a picture without a layout score is not trained on.

## Right and wrong pictures of one prompt

A reward must tell pictures of the *same* prompt apart. Rendered pictures make a fair test, since their truth is known: one that satisfies the prompt, one with a fault put in.

**Predict**: in which of these pairs will the judge miss the fault?
""");

page.Code();
var trials = AuditTrials.RightAndWrong(prompts, pairs: 1, seed: 3);
var rendered = JudgeAudit.Run(judge, oracle, trials, new LiveProgress());
page.Show(rendered.Pictures.Take(4));

page.Prose("""
Hold each line “whole picture” against the line “truth” under it.

## What it takes for what

The oracle reads every region exactly. Here are the judge's commonest mistakes in naming what it sees.

**Predict**: which shapes will it confuse?
""");

page.Code();
var regions = AuditedRegion.Of(rendered.Pictures);
page.Show(AuditViews.Mistakes(regions));

page.Prose("""
## Is the score of a region right?

A region is right where its object meets a requirement of the prompt that no other object meets. The table holds the sign of the judge's score against that. Below it stands the *AUC*: the chance that something right scores higher than something wrong, 0.5 for a coin and 1 for no mistake.
""");

page.Code();
string[] Counts(string name, IEnumerable<AuditedRegion> of) => [name,
    $"{of.Count(region => region.Judged.Score > 0)}",
    $"{of.Count(region => region.Judged.Score <= 0)}",
    $"{of.Count(region => region.Judged.Score is null)}"];
page.Show(new FactTable(["the region is", "scored up", "scored down", "unanswered"], [
    Counts("right", regions.Where(region => region.Right)),
    Counts("wrong", regions.Where(region => !region.Right))]));

page.Code();
ScoredTruth Scored(AuditedRegion region) =>
    new(region.Picture.Prompt.Id, region.Judged.Score!.Value, region.Right);
var answered = regions.Where(region => region.Judged.Score is not null).Select(Scored).ToList();
page.Show($"Regions: AUC {Auc.Pooled(answered):0.00} ({answered.Count} regions; 0.5 is chance). "
    + "Whole pictures, by the mean weight of their map: "
    + $"AUC {Auc.WithinPrompts(rendered.Rewards):0.00} within prompts.");

page.Prose("""
## On its own drawings

The judge was taught on rendered pictures and on mixtures of two, on no drawn one. What it must judge in a round are the model's own drawings, which look different: blurred, deformed, with half an object too many.

**Predict**: will it do better or worse there?
""");

page.Code();
var own = DrawnPicture.Draw(model, prompts, quick ? 1 : 3, model.Settings.Draw, oracle,
    new LiveProgress());
var drawn = JudgeAudit.Run(judge, oracle,
    [.. own.Select(item => new EvaluatedPicture(item.Prompt, item.Picture))], new LiveProgress());
page.Show(AuditViews.Separation(("rendered", rendered), ("drawn", drawn)));

page.Code();
page.Show(AuditViews.Mistakes(AuditedRegion.Of(drawn.Pictures)));

page.Prose("""
## Where it turns a picture around

An AUC is an average. These are single cases: pictures that it drew itself, and of which its verdict is the contrary of the truth. Such a picture does not merely count too little or too much. A training that learns from wrong pictures too moves away from a right one, or towards a wrong one.

**Predict**: what will be commoner, a yes to a wrong picture or a no to a right one?
""");

page.Code();
var yes = drawn.Turned.Count(picture => !picture.Truth.Correct);
display($"It turns {drawn.Turned.Count} of {drawn.Pictures.Count} pictures around: yes to {yes} "
    + $"wrong ones, no to {drawn.Turned.Count - yes} right ones.");
page.Show(drawn.Turned.OrderBy(picture => picture.Truth.Correct).Take(3));

page.Prose("""
**Your turn.** Ask the judge about the first picture with *another* prompt in hand. Does it look, or does it like?
""");

page.Code();
var mine = "a blue square";
page.Show(judge.Run([request with { Prompt = mine }])[0].Replies[^1].Text);

page.Prose("""
**On BAGEL-7B** the same cells judge photographs; its templates are longer and stand in [BagelTemplates.cs](../src/Srum/Models/Bagel/BagelTemplates.cs), and you can name files of your own:

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Bf16);
```

**Summary.** The judge is the model's understanding half with a question. Its local scores say *where* a picture is wrong, its layout score says whether number, relation and background hold. How far it can be trusted is a measurement, not a matter of faith: the tables above are that measurement, and lesson 10 takes it further.

**Exercises.**
1. `MaxRegions = 1` judges the largest region alone. What does that do to the AUC of whole pictures?
2. Read how likely the judge was to write yes, instead of the number that it writes: `new OwnJudgeSettings { Graded = new GradedScore { Chain = true } }`. Does the AUC of the whole picture rise, on the model's own drawings? Then try `new GradedScore()`, which looks for yes and no where this judge writes a number.
3. Judge each picture for *another* prompt (`JudgeAudit.RunMismatched`). What must the AUC be if the judge really compares?

<details><summary>Solutions</summary>

1. The reward knows less of the picture, so that it can tell apart fewer:

   ```csharp
   JudgeAudit Asked(OwnJudgeSettings settings) => JudgeAudit.Run(
       new Judge(model, new SegmentProposer(), settings), oracle, trials, new LiveProgress());
   string Told(JudgeAudit audit) => $"{Auc.WithinPrompts(audit.Rewards):0.00}";
   var largest = Asked(new OwnJudgeSettings { MaxRegions = 1 });
   $"AUC within prompts {Told(largest)}; with all regions {Told(rendered)}."
   ```

2. The chain's chances order pictures about as well as written numbers do: on record the AUC within prompts is .868 ± .012 by them ([the model's card](../data/README.md); ± is a standard error). Without the chain the figure means little: the chance of a word that the judge would never write at that place says nothing of the picture.

   ```csharp
   EvaluatedPicture[] pictures = [.. drawn.Pictures.Select(item =>
       new EvaluatedPicture(item.Prompt, item.Picture))];
   string Whole(GradedScore by) => $"{Auc.WithinPrompts(JudgeAudit.Run(new Judge(model,
       new SegmentProposer(), new OwnJudgeSettings { Graded = by }, JudgeQuestions.Sample),
       oracle, pictures, new LiveProgress()).Verdicts):0.00}";
   var chained = Whole(new GradedScore { Chain = true });
   $"Written {Whole(null)}, with the chain {chained}, without it {Whole(new GradedScore())}."
   ```

3. About 0.5: whether a picture satisfies its own prompt says nothing about another one. With few prompts it strays from there by chance.

   ```csharp
   Told(JudgeAudit.RunMismatched(judge, oracle, trials, new LiveProgress()))
   ```

</details>
""");

page.Write();
