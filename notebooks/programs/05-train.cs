// What notebooks/05-train.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/05-train.cs               writes artifacts/pages/05-train.html
//   dotnet run notebooks/programs/05-train.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Rollout;
using Srum.Rounds;
using Srum.Runs;
using Srum.Training;

var page = LessonPage.Begin(args);
void display(object value) => page.Show(value);

page.Prose("""
# 05 · Train a round

*4 minutes · 1.6 GB of memory · training seed 0*

Now the reward does its work. The generating half is trained on the model's own pictures, weighted by its own judgements; the understanding half, which judged, stays frozen.

Afterwards you can write the loss down, you have trained rounds that survive an interruption, you have compared three recipes with each other and with the base, and you can say how much a run of this size can tell.

In the paper: the objective and table 7 with its settings ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784)). In the code: [SrumLoss.cs](../src/Srum/Training/SrumLoss.cs) is the loss, [Trainer.cs](../src/Srum/Training/Trainer.cs) a step, [Experiment.cs](../src/Srum/Rounds/Experiment.cs) the whole round.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var recipe = Recipe.Read("../data/recipes/published.json", model.Settings.Draw,
    $"rollout.prompts={(quick ? 7 : 105)}", $"train.steps={(quick ? 6 : 120)}",
    $"train.checkpointEvery={(quick ? 2 : 20)}", $"evaluation.prompts={(quick ? 7 : 210)}");
var run = RunFolder.Open($"../runs/lesson-05-{model.Identity[..8]}{(quick ? "-quick" : "")}");
var oracle = new OracleEvaluator();

page.Prose("""
## Draw and judge

Everything of a round lies in one folder, and what is recorded there is never done twice. Stop a cell in the middle if you like. In Jupyter an **interrupt ends the whole kernel**, the model and all variables with it; start it again and choose **Run All**: every cell reads what it finds and goes on where it was.
""");

page.Code();
var prompts = PromptSet.Read("../data/prompts/rollout.json");
var tune = PromptSet.Read("../data/prompts/tune.json");
var bar = new LiveProgress();
var drawn = RolloutStage.Run(run, model, prompts, recipe.Rollout, progress: bar);
var judged = JudgeStage.Run(
    run, Judges.Of(recipe, model), drawn, run.JudgementCache, progress: bar);
var examples = TrainingSet.Of(run, judged, recipe.Train.Objective);
var spread = WeightSpread.Of(examples, recipe.Train.Objective);
page.Show($"{judged.Count} pictures judged, {examples.Count} of them can be trained on. "
    + $"Weights from {spread.Least:0.00} to {spread.Most:0.00}, mean {spread.Mean:0.00}.");

page.Prose("""
## The loss

A training step mixes a picture's latents *x*<sub>0</sub> with noise ε at a random time *t* and lets the model predict the velocity *v* from one to the other. With one weight *w* a token, from the reward map ([lesson 04](04-reward-map.ipynb) has all signs),

> *e* = ‖*v* − (ε − *x*<sub>0</sub>)‖<sup>2</sup>,  *L* = mean(*w* · *e*) + λ<sub>c</sub> · mean(*e*),  λ<sub>c</sub> = ½.

The first term learns most from what was judged right. The second is the *constraint*: it holds on to the whole picture. Supervised fine-tuning (SFT) is the same with *w* = 1 and without constraint.

**Predict**: is the weighted term larger or smaller than the plain mean error, and why?
""");

page.Code();
var example = examples[0];
var target = model.Encode(example.Open());
var sample = new TrainingSample(example.Prompt, target, 1);
var errors = model.Forward([sample], recipe.Train.Forward).Errors([target]);
var map = RewardMap.Paint(MapRule.Published, 32, 32, example.Reward!);
var weights = TorchSharp.torch.from_array(map.TokenWeights(4, 4));
var loss = SrumLoss.Weighted(errors, errors, weights, lambda: 0.5);
string Number(TorchSharp.torch.Tensor value) => $"{value.item<float>():0.000}";
page.Show($"mean(w e) = {Number(loss.Reward)}, mean(e) = {Number(loss.Constraint)}, "
    + $"L = {Number(loss.Total)}: one pass through the model gives both terms.");

page.Prose("""
## The paper's rule

The experiment trains two recipes, SFT and the published rule, from the same weights on the same pictures for the same steps, and evaluates both and the base on prompts of their own, from the same noise.

**Predict**: which of the three will draw most prompts right? Remember lesson 01: these pictures were drawn *with* guidance, and will be drawn with guidance again.

The bar below counts each stage from 0; while a recipe trains, the line under it is its loss so far.
""");

page.Code();
var recipes = new[] { recipe.With("sft", new Supervised()), recipe };
var result = new Experiment(run, model, recipes, oracle)
    .Run(prompts, tune, "lesson 05", new LiveProgress());
page.Show(ExperimentReport.Errors(run, [("sft", "sft-0"), ("published", "published-0")]));

page.Code();
display(ScoreTable.Of([.. result.Systems]));
page.Show(string.Join("\n", ExperimentReport.Findings(result)));

page.Prose("""
Each sentence names a difference, its 95 % interval, and the smallest true difference that a run of this size finds four times in five. Where the interval holds 0 nothing was found; the last figure then says how large a difference may have been missed. With more pictures and five trainings something was found: on record the published rule *lowers* this model's score by 4.0 ± 3.4 points, and SFT by 5.4 ± 3.3 (README). The columns *color*, *fill* and *shape* of the table say least: their prompts rest on four objects, and so do most of all, which is why a rate has ± 15 points and the difference of two only half of that.

What you can learn from that: a reward is worth nothing by itself. With the constraint, wrong regions keep three quarters of the weight of right ones (lesson 08 measures it), so this loss also learns from what was judged wrong, and it learns again and again from the same old pictures.

## A recipe that pays

The recipe `verdict` changes both. The reward is one number a picture, *r*: how likely the judge is to say yes to all of it. What was judged wrong is not merely weighted less, the model moves *away* from it: with the velocity *v* of the model that learns and *v*<sub>old</sub> of the one that drew,

> *L* = *r* · ‖*v* − *u*‖<sup>2</sup> + (1 − *r*) · ‖(2 *v*<sub>old</sub> − *v*) − *u*‖<sup>2</sup>,  *u* = ε − *x*<sub>0</sub>.

The second term asks the mirror image of *v* to be right where the picture is wrong. Both terms are squares with weights of at least 0, so that the loss has a minimum; a plain negative weight for wrong pictures would leave it without one. And there are several short rounds, each on fresh pictures that the model of the last round has drawn.

**Predict**: the judge is frozen, so it gets no better. Will it say yes more often from round to round, and will it be right when it does?
""");

page.Code();
var verdict = Recipe.Read("../data/recipes/verdict.json", model.Settings.Draw,
    $"rollout.prompts={(quick ? 7 : 63)}", $"train.steps={(quick ? 4 : 30)}",
    $"rounds={(quick ? 2 : 4)}", $"evaluation.prompts={(quick ? 7 : 210)}");
var rounds = RunFolder.Open($"{run.Path}-verdict");
var learnt = new Experiment(rounds, model, [verdict], oracle)
    .Run(prompts, tune, "lesson 05", new LiveProgress());
display(ScoreTable.Of([.. learnt.Systems]));
page.Show(string.Join("\n", ExperimentReport.Findings(learnt)));

page.Prose("""
An interval that holds 0 is not “no effect”. It says which effects this run could have seen: with 210 prompts and one training only large ones. The record (README) has the same recipe with 490 prompts and five trainings: +5.1 ± 3.8 points.

## Round by round

The pictures that each round learnt from lie in the run's folder, with what the judge said of them. The oracle, which no reward ever comes from, says what is true of them.
""");

page.Code();
page.Show(RoundCurve.Of(learnt, verdict.Name));

page.Prose("""
Each round draws 63 other prompts, so that a point is known to about ± 7 percentage points (95 %), and nothing that this chart shows is larger. In the stored run the judge's yes rises from 65 to 70 % and the truth from 69 to 70 %: the judge was a little too strict at first and has come up to the truth. A yes that rises *above* the truth would be *reward hacking*; lesson 10 looks for it. The third line is the evaluation, before the first round and after the last: `tune` asks for combinations that pretraining left out (*new*, lesson 06), so that it lies lower.
""");

page.Prose("""
## Look at it

The same prompts from the same noise, drawn by each system.
""");

page.Code();
var last = new TrainingId("verdict", 0, verdict.Rounds - 1).Name;
page.Show(PictureTable.BySystem(recipe.Evaluation.Plan(tune), 8, ("base", run, "base"),
    ("SFT", run, "sft-0"), ("published", run, "published-0"), ("verdict", rounds, last)));

page.Prose("""
**Your turn.** Which pictures did the judge reward most in the last round? Take the lowest instead: what would the model be moved away from?
""");

page.Code();
var folder = rounds.Round(last);
var best = JudgeStage.Read(folder).OrderByDescending(record => record.Sample?.Score).Take(8);
page.Show(new PictureGrid([.. best.Select(record => new GridPicture(folder.Picture(record.PictureFile),
    $"{record.Prompt}: {record.Sample?.Score:0.00}"))]));

page.Prose("""
A page with every judgement stands in `report.html` of each of the two folders (`runs/lesson-05-…`). `srum run` makes such a page of `verdict` and SFT without a notebook, `srum run --recipe ablation/sft,ablation/published` one of the paper's rule.

**On BAGEL-7B** a round is the same call with the paper's recipe, and needs a card that holds the training (lesson 11 counts):

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Mixed);
var recipe = Recipe.Read("../data/recipes/paper.json", model.Settings.Draw);
```

**Summary.** SRUM's loss is a weighted flow loss with a constraint, one pass a step. What a round gains is the difference to the base *and* to SFT on the same pictures, with an interval. Whether it gains depends on the judge (lesson 03), on the contrast of the map (lesson 04), on fresh pictures, and on learning from wrong ones too.

**Exercises.**
1. Go on to eight rounds: `verdict with { Rounds = 8 }`, in the same folder. What is done again, and what does it gain?
2. Draw the rollout without guidance: `recipe with { Rollout = recipe.Rollout with { Draw = recipe.Rollout.Draw with { TextGuidance = 1 } } }`, in a run folder of its own. What happens to SFT?
3. Train with the signed rule: `recipe.With("signed", new Weighted { Map = MapRule.Signed })`. Nothing is drawn or judged again: why?
4. Interrupt the training cell, restart the kernel, run all cells. How many steps were lost?

<details><summary>Solutions</summary>

1. Nothing is done again: the new rounds begin where the last one ended. On record eight rounds gain 3.5 ± 1.5 points more than four on `tune`, from which the recipe was chosen, and 0.6 ± 1.1 on `test`.

   ```csharp
   var more = verdict with { Rounds = 2 * verdict.Rounds };
   var longer = new Experiment(rounds, model, [more], oracle)
       .Run(prompts, tune, "lesson 05", new LiveProgress());
   ScoreTable.Of([.. longer.Systems])
   ```

2. Pictures drawn with guidance and learnt as they are teach the model guided pictures, and guidance in the evaluation then acts a second time. Without guidance in the rollout that trap is gone; compare the two tables.

   ```csharp
   var plain = recipe with { Rollout = recipe.Rollout with {
       Draw = recipe.Rollout.Draw with { TextGuidance = 1 } } };
   var unguided = RunFolder.Open($"{run.Path}-unguided");
   var trap = new Experiment(unguided, model, [plain.With("sft", new Supervised()), plain], oracle)
       .Run(prompts, tune, "lesson 05", new LiveProgress());
   ScoreTable.Of([.. trap.Systems])
   ```

3. The rule enters after judging: records hold scores, not weights.

   ```csharp
   var signed = recipe.With("signed", new Weighted { Map = MapRule.Signed });
   var bySign = new Experiment(run, model, [.. recipes, signed], oracle)
       .Run(prompts, tune, "lesson 05", new LiveProgress());
   ScoreTable.Of([.. bySign.Systems])
   ```

4. At most those after the last checkpoint (`CheckpointEvery`), and they come again with the same numbers.

</details>
""");

page.Write();
