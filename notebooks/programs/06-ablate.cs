// What notebooks/06-ablate.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/06-ablate.cs               writes artifacts/pages/06-ablate.html
//   dotnet run notebooks/programs/06-ablate.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Display;
using Srum.Evaluation;
using Srum.Models;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Rounds;
using Srum.Runs;

var page = LessonPage.Begin(args);

page.Prose("""
# 06 · Ablate: global against local

*1 minute · 1.3 GB of memory · three training seeds, recorded*

Is it the regions or the layout that teaches? An *ablation* takes one of them away and leaves everything else as it is: same pictures, same judgements, same steps, several training seeds.

Afterwards you can read an ablation with its errors, you know a confounder that reward weights bring along and how to match it away, and you can run one of your own.

In the paper: the ablation of global and local reward ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), section 4). In the code: [Experiment.cs](../src/Srum/Rounds/Experiment.cs) runs it, [data/recipes/ablation](../data/recipes/ablation) has what is compared, [WeightSpread.cs](../src/Srum/Training/WeightSpread.cs) measures the weights.
""");

page.Code();
var quick = page.IsQuick;
var ablation = ExperimentResult.Read("../data/records/ablation.json");
var model = UnifiedModel.Open("../data/model");

page.Prose("""
## What was run

An ablation of seven recipes with three training seeds each takes some eight minutes on two cores, so its record comes with the lesson. This is the command that made it:
""");

page.Code();
page.Show(ablation.Command + (ablation.Model == model.Identity ? "\non the model that ships." : "\non another model than the one that ships now: run it again for yours."));

page.Prose("""
The recipes: `sft` learns from all pictures alike; `global` has the layout score alone, `local` the regions alone, `published` both. A name with `-matched` is the same with its weights scaled to a mean of 1.

**Predict**: why that scaling? Look at the mean weights in the table before you read on.
""");

page.Code();
page.Show(new ExperimentTable(ablation));

page.Prose("""
## A confounder

Reward weights do two things at once. They say *which* tokens count more, which is the idea; and they set *how much* all of them count against the constraint, which adds the same λ_c to every token and so draws each setting towards SFT. Leave the layout out, and the published rule takes a factor of ½ in its place: every weight is halved, and the constraint counts for twice as much beside them. Then a difference may come from the constraint's share alone. Scaling every map of a setting by one factor, so that its mean is 1, leaves the pattern and gives the constraint the same share everywhere. (The length of a step is hardly touched by any of this: AdamW divides by the size of the gradients.)

**Predict**: whose difference to SFT changes when the mean weights are equal?
""");

page.Code();
page.Show(ExperimentCharts.Scores(ablation));

page.Code();
page.Show(ExperimentCharts.Differences(ablation, "sft"));

page.Prose("""
Bars are standard errors over prompts and training seeds. The differences have smaller ones than the scores, since all settings drew the same prompts from the same noise.
""");

page.Code();
page.Show(string.Join("\n", ExperimentReport.Findings(ablation)));

page.Code();
var (asReleased, matched) = (ablation.Compare("published", "sft")!, ablation.Compare("published-matched", "sft")!);
string Sure(Comparison c) => c.P < 0.05 ? "a difference" : "no difference that this run could tell from chance";
page.Show($"published against sft: {100 * asReleased.Difference:+0.0;-0.0} points as released ({Sure(asReleased)}), {100 * matched.Difference:+0.0;-0.0} at equal mean weight ({Sure(matched)}).");

page.Prose("""
## What differs from the paper

The paper ablates on BAGEL-7B with thousands of prompts, one training each, and a benchmark's own model as judge of the outcome; it finds that both rewards together are best. Here a model of a few million parameters is judged by an exact oracle, over three seeds, on pictures drawn with guidance (the trap of lesson 05). So agreement or disagreement with the paper's order is a fact about this small world first. What carries over is the method: the same pictures for all, several seeds, an interval at every number, and the confounder matched away.

## Run one

A small one, live: three recipes, one seed. Interrupt it if you like; the same cell goes on.
""");

page.Code();
var recipes = new RecipeShelf("../data/recipes").Read(
    "ablation/sft,ablation/local,ablation/published", model.Settings.Draw, "trainings=1", "rollout.prompts=14",
    $"train.steps={(quick ? 4 : 30)}", $"evaluation.prompts={(quick ? 7 : 56)}");
var run = RunFolder.Open($"../runs/lesson-06-{model.Identity[..8]}{(quick ? "-quick" : "")}");
var mine = new Experiment(run, model, recipes, new OracleEvaluator()).Run(
    PromptSet.Read("../data/prompts/rollout.json"), PromptSet.Read("../data/prompts/tune.json"), "lesson 06", new LiveProgress());
page.Show(new ExperimentTable(mine));

page.Prose("""
**On BAGEL-7B** the same call takes another model, `UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Mixed)`; with `--shard` the drawing and judging spread over several cards (`srum rollout --help`).

**Summary.** An ablation is a table of differences with errors, on shared pictures. Before you believe that a reward's *pattern* helped, match its mean weight, so that the constraint has the same share. The command is `srum run` with several recipes (`--recipe ablation` has these seven); it resumes, and nothing is drawn or judged twice.

**Exercises.**
1. Add the signed and the dense rule: a file `signed.json` of your own says `{ "from": "published", "train": { "objective": { "map": "signed" } } }`; give `--recipe published,signed.json`. Which has the largest spread of weights?
2. What does the constraint do? Compare `published` with a recipe of your own whose objective has `"lambda": 0`.
3. How many training seeds would you need to see a difference of one point? Use the standard errors above.

<details><summary>Solutions</summary>

1. The signed rule: its weights go below zero. The table's columns of least and largest weight show it.
2. It dilutes the rule's contrast: with λ_c = 0.5 a token weighs 0.5 to 1.5, without it 0 to 1. `srum run --recipe published,unconstrained.json` shows what that makes of the pictures.
3. A difference is seen in four of five runs where it is 2.8 times its standard error. The error over seeds falls with the root of their number, the error over prompts does not fall with seeds at all.

</details>
""");

page.Write();
