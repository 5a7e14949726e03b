// What notebooks/01-roll-out.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/01-roll-out.cs               writes artifacts/pages/01-roll-out.html
//   dotnet run notebooks/programs/01-roll-out.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Display;
using Srum.Evaluation;
using Srum.Models;
using Srum.Prompts;
using Srum.Studies;

var page = LessonPage.Begin(args);

page.Prose("""
# 01 · Roll out

*2 minutes · 1.4 GB of memory · seeds from 1 on; the picture along the steps has 7*

The first stage of a SRUM round is the *rollout*: the model draws several pictures of every prompt. These pictures are all that it will learn from, so it matters how they are drawn.

Afterwards you know what a seed decides and what it does not, what guidance and the number of steps do to pictures, time and score, and at which step a picture's layout is settled and at which its details.

In the paper: the first stage of the method, data generation ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), figure 2). In the code: [FlowSampler.cs](../src/Srum/Models/Bagel/FlowSampler.cs) draws, [RolloutStage.cs](../src/Srum/Rollout/RolloutStage.cs) does it for a whole round, [DrawSweep.cs](../src/Srum/Studies/DrawSweep.cs) and [StepScores.cs](../src/Srum/Studies/StepScores.cs) measure what you see here.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var draw = model.Settings.Draw;
var rollout = PromptSet.Read("../data/prompts/rollout.json");
var oracle = new OracleEvaluator();

page.Prose("""
## Prompts and seeds

The set `rollout` holds the prompts that a round learns from, in seven categories that mirror T2I-CompBench. Here is one prompt of each, two pictures a prompt. A seed decides the noise that a picture begins as, and nothing else does: the same prompt, seed and settings give the same picture, drawn alone or among hundreds.

The mark under a picture is what an *oracle* says of it, which reads pictures of this small world exactly. It is there for you. A round never asks it: it has only the model's own judgement.

**Predict**: which categories will be hard? What goes wrong more often, *what* is drawn or *where and how many*?
""");

page.Code();
var first = DrawnPicture.Draw(model, EvaluationPrompt.Sample(rollout, 1), 2, draw, oracle,
    new LiveProgress());
page.Show(PictureTable.ByPrompt(first));

page.Prose("""
Read the reasons after the ✗. In the stored run a shape came out deformed, and twice a size was not kept: the mistakes are in *what*, not in *where*. Fourteen pictures are few, but lesson 05's table has the same trend: shapes and fills fail most, numbers least.

## Guidance

At each step the model predicts a velocity twice: with the prompt, *v*, and without it, *v*<sub>0</sub>. *Classifier-free guidance* goes further in the direction that the prompt makes,

> *v*<sub>0</sub> + γ · (*v* − *v*<sub>0</sub>),

scaled back to the length of *v* where it grew longer. At γ = 1 this is plain *v*.

**Predict**: with more guidance the pictures follow the prompt more closely. Where does that stop, and what do they look like then?
""");

page.Code();
double[] scales = quick ? [1, 2, 4] : [1, 2, 4, 6];
var byGuidance = DrawSweep.Run(model, EvaluationPrompt.Sample(rollout, quick ? 2 : 8), 2,
    [.. scales.Select(γ => ($"guidance {γ}", draw with { TextGuidance = γ }))], oracle,
    new LiveProgress());
var spatial = byGuidance[0].Pictures.First(picture => picture.Prompt.Category == "spatial").Prompt;
page.Show(PictureTable.BySetting(byGuidance, spatial));

page.Code();
page.Show(RateChart.Of("What guidance does", "guidance", scales,
    ("whole prompt right", [.. byGuidance.Select(setting => setting.Whole)]),
    ("partial score", [.. byGuidance.Select(setting => setting.Partial)])));

page.Code();
var best = byGuidance.MaxBy(setting => setting.Partial.Mean);
page.Show($"Best partial score: {best.Name} with {Figures.Number(best.Partial)} "
    + $"(95 %, {best.Partial.Count} prompts); the model's own setting is {draw.TextGuidance}.");

page.Prose("""
The bars are 95 % intervals over prompts, as everywhere in these lessons. All settings drew the same prompts from the same noise, so a difference between two points is known better than each point is. A trap waits here for later: a model that learns from pictures drawn *with* guidance has guidance built in, and drawing with guidance again doubles it. Lesson 05 comes back to this.

## Steps

Drawing follows a curve from noise (*t* = 1) to the picture (*t* = 0) in straight pieces (Euler's method). Fewer pieces cost less time.

**Predict**: half the steps, half the time. How few steps can you take before the oracle notices?
""");

page.Code();
int[] counts = quick ? [2, 5, 20] : [2, 3, 5, 8, 12, 20, 40];
var bySteps = DrawSweep.Run(model, EvaluationPrompt.Sample(rollout, quick ? 2 : 8), 2,
    [.. counts.Select(n => ($"{n} points", draw with { Steps = n }))], oracle, new LiveProgress());
page.Show(RateChart.Of("What steps do", "points of the time grid", [.. counts.Select(n => (double)n)],
    ("whole prompt right", [.. bySteps.Select(setting => setting.Whole)]),
    ("partial score", [.. bySteps.Select(setting => setting.Partial)])));

page.Code();
page.Show(new FactTable(["time grid", "ms a picture", "partial score"], [.. bySteps.Select(setting => new[]
    { setting.Name, $"{1000 * setting.SecondsPerPicture:0}", Figures.Number(setting.Partial) })],
    "With 95 % intervals over prompts."));

page.Prose("""
## Along the steps

Now watch one picture come into being. The upper row is what a step is given: noise that gives way to the picture. The lower row is what the model *expects* at that moment: where the picture would end if it went straight on, *x* − *t* · *v*.

**Predict**: what is settled first in the lower row, where things are or what they are?
""");

page.Code();
var request = new DrawRequest("a red circle left of a blue square", 7);
var path = model.Draw([request], draw with { KeepSteps = true })[0];
page.Show(PictureTable.AlongSteps(path, 4));

page.Code();
var steps = StepScores.Measure(model, EvaluationPrompt.Sample(rollout, quick ? 2 : 12), draw,
    new LiveProgress());
page.Show(RateChart.Of("What is settled when", "network step", [.. steps.Times.Select((_, i) => i + 1.0)],
    ("layout: number, relation, background", steps.Layout),
    ("detail: objects as described", steps.Detail)));

page.Code();
string Settled(string what, IReadOnlyList<Estimate> rates) =>
    $"{what} stays within a tenth of its final {100 * rates[^1].Mean:0} % "
    + $"from step {StepScores.SettledAt(rates)} of {rates.Count} on.";
page.Show($"{Settled("Layout", steps.Layout)} {Settled("Detail", steps.Detail)}");

page.Prose("""
**Your turn.** Guidance may act on a part of the way alone (where `GuidanceStart` < *t* ≤ `GuidanceEnd`; here 0 and 1, which is everywhere). Drawing begins at *t* = 1, so that a start of 0.6 guides the first part of the way alone. Where would you put it, after the curves above?
""");

page.Code();
var mine = draw with { GuidanceStart = 0.6 };
page.Show(DrawnPicture.Draw(model, [first[^1].Prompt], 3, mine, oracle));

page.Prose("""
The paper draws the same two curves with a judge's scores, for a base model and for trained ones; here the oracle reads them. In this small model the two settle nearly together (at steps 11 and 12 of 19 in the stored run); in the paper layout comes first. Two choices of SRUM make sense on this axis. Its rewards are two, a global one that speaks of layout and a local one that speaks of objects. And training times are shifted towards noise ([FlowTimes.cs](../src/Srum/Models/Bagel/FlowTimes.cs)), where a network would otherwise see few examples of deciding a layout.

**On BAGEL-7B** the same cells run with one line changed; its pictures have 1024 × 1024 pixels, and the oracle of this small world cannot read them, so leave the marks out:

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA);
```

**Summary.** A seed belongs to a prompt and a picture. Guidance pulls pictures towards the prompt until it distorts them, and steps buy accuracy with time: both have a value that is enough, and the tables above say which for this model. What a picture shows is decided on the way, not at its end. The same work for a whole round, resumable and with records, is `srum rollout`.

**Exercises.**
1. Draw one prompt with ten seeds. How often is it right, and what goes wrong when it is not?
2. Guide only where *t* > 0.6, with the prompts of the sweep above. Is it as good as guiding everywhere? What does it save?
3. `TimestepShift = 1` spaces the steps evenly. Repeat the sweep of steps with it: from how few steps on is it worse than the model's own shift, and why?

<details><summary>Solutions</summary>

1. The oracle's words under each picture say what went wrong:

   ```csharp
   PictureTable.ByPrompt(DrawnPicture.Draw(model, [first[0].Prompt], 10, draw, oracle))
   ```

2. Unguided steps need one prediction instead of two, which shows in the time of a picture. What early guidance can do and what it cannot shows in the two curves above.

   ```csharp
   var byTime = DrawSweep.Run(model, EvaluationPrompt.Sample(rollout, quick ? 2 : 8), 2,
       [("everywhere", draw), ("early", draw with { GuidanceStart = 0.6 })], oracle,
       new LiveProgress());
   new FactTable(["guided", "partial score", "ms a picture"], [.. byTime.Select(setting => new[]
       { setting.Name, Figures.Number(setting.Partial), $"{1000 * setting.SecondsPerPicture:0}" })],
       "With 95 % intervals over prompts.")
   ```

3. With few steps an even grid spends few of them near *t* = 1; compare with the curve of what is settled when.

   ```csharp
   var even = DrawSweep.Run(model, EvaluationPrompt.Sample(rollout, quick ? 2 : 8), 2,
       [.. counts.Select(n => ($"{n} points", draw with { Steps = n, TimestepShift = 1 }))],
       oracle, new LiveProgress());
   RateChart.Of("Partial score", "points of the time grid", [.. counts.Select(n => (double)n)],
       ("the model's own shift", [.. bySteps.Select(setting => setting.Partial)]),
       ("evenly spaced", [.. even.Select(setting => setting.Partial)]))
   ```

</details>
""");

page.Write();
