// What notebooks/07-ablate.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/07-ablate.cs               writes artifacts/pages/07-ablate.html
//   dotnet run notebooks/programs/07-ablate.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Audits;
using Srum.Display;
using Srum.Evaluation;
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
# 07 · Ablate: global against local

*1 minute · 1.3 GB of memory · three training seeds, recorded*

Is it the regions or the layout that teaches? An *ablation* takes one of them away and leaves everything else as it is: same pictures, same judgements, same steps, several training seeds.

Afterwards you can read an ablation with its errors, you know a confounder that reward weights bring along and how to match it away, and you have run one of your own in the loss that learns.

In the paper: the ablation of global and local reward ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), section 4). In the code: [Experiment.cs](../src/Srum/Rounds/Experiment.cs) runs it, [data/recipes/ablation](../data/recipes/ablation) has what is compared, [WeightSpread.cs](../src/Srum/Training/WeightSpread.cs) measures the weights.
""");

page.Code();
var quick = page.IsQuick;
var ablation = ExperimentResult.Read("../data/records/ablation.json");
var model = UnifiedModel.Open("../data/model");
var verdict = Recipe.Read("../data/recipes/verdict.json", model.Settings.Draw, "rounds=1",
    $"rollout.prompts={(quick ? 7 : 21)}", $"train.steps={(quick ? 4 : 20)}",
    $"evaluation.prompts={(quick ? 7 : 70)}");
var run = RunFolder.Open($"../runs/lesson-07-{model.Identity[..8]}{(quick ? "-quick" : "")}");

page.Prose("""
## What was run

An ablation of seven recipes with three training seeds each takes some eight minutes on two cores, so its record comes with the lesson. This is the command that made it:
""");

page.Code();
page.Show(ablation.Command + (ablation.Model == model.Identity
    ? "\non the model that ships."
    : "\non another model than the one that ships now: run it again for yours."));

page.Prose("""
The recipes: `sft` learns from all pictures alike; `global` has the layout score alone, `local` the regions alone, `published` both. A name with `-matched` is the same with its weights scaled to a mean of 1.

**Predict**: why that scaling? Look at the mean weights in the table before you read on.
""");

page.Code();
page.Show(new ExperimentTable(ablation));

page.Prose("""
## A confounder

Reward weights do two things at once. They say *which* tokens count more, which is the idea; and they set *how much* all of them count against the constraint, which adds the same λ<sub>c</sub> to every token and so draws each setting towards SFT. Leave the layout out, and the published rule takes a factor of ½ for every picture in its place: pictures with a good layout lose weight, those with a bad one gain it. The mean falls from 0.50 to 0.30, so that the constraint's share of all weight rises from 50 to 62 %. Then a difference may come from the constraint's share alone. Scaling every map of a setting by one factor, so that its mean is 1, leaves the pattern and gives the constraint the same share everywhere. (The length of a step is hardly touched by any of this: AdamW divides by the size of the gradients.)

**Predict**: whose difference to SFT changes when the mean weights are equal?
""");

page.Code();
page.Show(ExperimentCharts.Scores(ablation));

page.Code();
page.Show(ExperimentCharts.Differences(ablation, "sft"));

page.Prose("""
Bars are 95 % intervals over prompts and training seeds. The differences have smaller ones than the scores, since all settings drew the same prompts from the same noise. This record is older than the counting of combinations, which came in before the second record below: its intervals, and the differences that it says it could have seen, speak of other prompts about these combinations, and would be about twice as wide for others. The base differs by a point or two between records, which were made by different versions of the code.
""");

page.Code();
page.Show(string.Join("\n", ExperimentReport.Findings(ablation)));

page.Code();
var asReleased = ablation.Compare("published", "sft");
var matched = ablation.Compare("published-matched", "sft");
string Said(Comparison found) => 
    $"{100 * found.Difference:+0.0;−0.0} ± {196 * found.Stderr:0.0} points, "
    + (found.P < 0.05 ? "a difference" : "nothing that this run could tell from chance");
page.Show($"published against sft, as released: {Said(asReleased)}. At equal mean weight: {Said(matched)}.");

page.Prose("""
## Why nothing came of it

No difference was found, and differences of four points or more may have been missed. There is a reason to expect small ones ([lesson 05](05-train.ipynb)): with the constraint a wrong region keeps three quarters of a right one's weight, so that there is little for an ablation to take away. How much can be counted before anything is trained, on judged pictures.

**Predict**: under which of the three rules of lesson 04 does the pattern of regions have most to say?
""");

page.Code();
var prompts = PromptSet.Read("../data/prompts/rollout.json");
var tune = PromptSet.Read("../data/prompts/tune.json");
var drawn = RolloutStage.Run(run, model, prompts, verdict.Rollout, progress: new LiveProgress());
var judge = new Judge(model, new Srum.Regions.SegmentProposer());
var some = RolloutStage.Read(run).Take(quick ? 28 : 84).Select((record, i) => new EvaluatedPicture(
    new(record.PromptId, record.Prompt, ""), run.Picture(record.PictureFile))).ToList();
var audit = JudgeAudit.Run(judge, new OracleEvaluator(), some, new LiveProgress());
page.Show(BalanceChart.Of(RuleBalance.Of(
    CheckedPicture.Of(audit.Pictures, model), lambda: 0.5, MapRule.All)));

page.Prose("""
The published rule's floor and the constraint leave wrong regions most of the weight. The signed rule takes it away: there regions have a voice.

## Ablate where learning happens

So ablate in the loss that learns: the bounded branch of lesson 05, which moves away from what the map calls bad. It has no constraint, and a reward of ½ is neutral. Three recipes differ in what makes the map and in nothing else: regions, layout, both. They share pictures and judgements, and the rule is `dense`.

Under that rule regions alone, or the layout alone, never pass ½, so that nothing would be learnt towards. It is the confounder again, and the cure is the same: every recipe's rewards are scaled to a mean of ½. (Under `signed` the layout alone paints 0 everywhere and teaches nothing.)

A cell that was interrupted (in Jupyter that ends the kernel) goes on where it was after **Run All**.

**Predict**: which of the three will draw best? And how large must a difference be before this run can see it?
""");

page.Code();
Recipe With(RewardKind kind) => verdict.With($"bounded-{kind}".ToLowerInvariant(),
    new Bounded { Reward = kind, Map = MapRule.Dense, MeanReward = 0.5 })
    with { Judge = new OwnJudgeSettings() };
Recipe[] recipes = [With(RewardKind.Local), With(RewardKind.Global), With(RewardKind.Dual)];
var mine = new Experiment(run, model, recipes, new OracleEvaluator())
    .Run(prompts, tune, "lesson 07", new LiveProgress());
page.Show(new ExperimentTable(mine));

page.Code();
page.Show(string.Join("\n", ExperimentReport.Findings(mine)));

page.Prose("""
Look first whether an interval holds 0. Then read the last figure of its sentence: the smallest true difference that a run of this size finds four times in five. It is no threshold; it says what such a run may miss. One that misses differences of ten points says nothing about one of three. To see those takes more prompts and several trainings, not another look at the same numbers.

## The same on record

Four rounds instead of one, three times as many prompts and three trainings of each, with `best` and `verdict` next to them, take less than half an hour. So this record comes with the lesson too:
""");

page.Code();
var recorded = ExperimentResult.Read("../data/records/bounded.json");
page.Show(recorded.Command);

page.Code();
page.Show(new ExperimentTable(recorded));

page.Code();
page.Show(string.Join("\n", ExperimentReport.Findings(recorded)));

page.Prose("""
Both rewards together stand between the layout alone, which is highest, and the regions alone, which are lowest. Every interval holds 0. The nearest to leaving it out is that of both against regions alone, p = 0.06; among eleven comparisons without any true difference, one below 0.05 would be no surprise. What the intervals do rule out is that regions alone gain more than four points on the base. `best` is SFT on the two of each prompt's eight pictures that the verdict likes best: what a judge gives to those who do not learn from wrong pictures.

One thing no interval shows: the same three trainings of `verdict` ran twice, from judgements that differ in rounding alone, and ended at 54.9 and at 53.7 %. A difference of a point is less than that.

## What differs from the paper

The paper ablates on BAGEL-7B with thousands of prompts, one training each, and a benchmark's own model as judge of the outcome; it finds that both rewards together are best. Here a model of a few million parameters is judged by an exact oracle, over three seeds, on pictures drawn with guidance (the trap of lesson 05). So agreement or disagreement with the paper's order is a fact about this small world first. What carries over is the method: the same pictures for all, several seeds, an interval at every number, and the confounder matched away.
""");

page.Prose("""
**Your turn.** The same question under the published rule's constants. Count before you train: which of the two maps tells right regions from wrong ones at all?
""");

page.Code();
var rule = MapRule.Published with { Name = "no-floor", BackgroundIsFloor = false };
page.Show(string.Join("\n", RuleBalance.Of(
    CheckedPicture.Of(audit.Pictures, model), lambda: 0, [MapRule.Published, rule])));

page.Prose(""""
**On BAGEL-7B** the same call takes another model, `UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Mixed)`; with `--shard` the drawing and judging spread over several cards (`srum rollout --help`).

**Summary.** An ablation is a table of differences with errors, on shared pictures. Before you believe that a reward's *pattern* helped, match its mean weight, so that the constraint has the same share. The command is `srum run` with several recipes (`--recipe ablation` has these seven); it resumes, and nothing is drawn or judged twice.

**Exercises.**
1. Add the signed and the dense rule: a file `signed.json` of your own says `{ "from": "published", "train": { "objective": { "map": "signed" } } }`; give `--recipe published,signed.json`. Which has the largest spread of weights?
2. What does the constraint do? Compare `published` with a recipe of your own whose objective has `"lambda": 0`.
3. How many training seeds would you need to see a difference of one point? Use the intervals above.

<details><summary>Solutions</summary>

1. The signed rule: its weights go below zero. The command's table shows it in the columns of least and largest weight; here are the weights of the pictures judged above. The cell says whether that is so:

   ```csharp
   var checkedOnes = CheckedPicture.Of(audit.Pictures, model);
   float[] Weights(MapRule rule) => [.. checkedOnes.SelectMany(item => item.Weights(rule))];
   display(new FactTable(["rule", "least weight", "largest"], [.. MapRule.All.Select(rule =>
       new[] { rule.Name, $"{Weights(rule).Min():0.00}", $"{Weights(rule).Max():0.00}" })]));
   MapRule.All.MaxBy(rule => Weights(rule).Max() - Weights(rule).Min()) == MapRule.Signed
   ```

2. It dilutes the rule's contrast: with λ<sub>c</sub> = ½ a token weighs 0.5 to 1.5, without it 0 to 1. `srum run --recipe published,unconstrained.json` shows what that makes of the pictures. The file:

   ```csharp
   var file = run.File("unconstrained.json");
   System.IO.File.WriteAllText(file,
       """{ "from": "published", "train": { "objective": { "lambda": 0 } } }""");
   var shelf = new RecipeShelf("../data/recipes");
   shelf.Read(file, model.Settings.Draw)[0].Train.Objective is Weighted { Lambda: 0 }
       && Weights(MapRule.Published).All(weight => weight is >= 0 and <= 1)
   ```

3. No number is enough: seeds do not shrink the error over prompts. A difference is seen in four of five runs where it is 2.8 times its standard error, 1.4 times half its interval; as it stands 5 points, so that one point takes some 25 times as many prompts if all of the error is theirs. The error over seeds falls with the root of their number, the error over prompts does not fall with seeds at all.

   ```csharp
   var timesError = PairedTest.SmallestDetectableDifference(1);
   display($"As it stands, {100 * timesError * matched.Stderr:0.0} points could be seen.");
   (Math.Round(timesError, 1), Math.Round(timesError / 1.96, 1)) == (2.8, 1.4)
   ```

</details>
"""");

page.Write();
