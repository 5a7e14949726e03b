// What notebooks/08-tune-reward.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/08-tune-reward.cs               writes artifacts/pages/08-tune-reward.html
//   dotnet run notebooks/programs/08-tune-reward.cs -- --quick    the same with less of everything
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
using Srum.Recipes;
using Srum.Rollout;
using Srum.Rounds;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

var page = LessonPage.Begin(args);
void display(object value) => page.Show(value);

page.Prose("""
# 08 · Tune the reward

*1 minute · 1.0 GB of memory · training seed 0*

Between a judge's scores and a training stands one small piece of arithmetic: the rule that turns scores into weights. It costs nothing to change. The pictures stay drawn and judged, and the effect can be seen before anything is trained. This lesson is a laboratory for that rule.

Afterwards you know what each constant of a rule does, you can write a rule of your own in a cell, you can tell a weak rule from a weak judge, and you have trained with the rule that you chose.

In the paper: the reward map and λ_c ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), section 3, and the choice of λ_c in section 4). In the code: [MapRule.cs](../src/Srum/Maps/MapRule.cs) has the constants and takes your rule, [WeightBalance.cs](../src/Srum/Audits/WeightBalance.cs) says where the weight goes, [RewardLab.cs](../src/Srum/Display/RewardLab.cs) is the page with the sliders.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var recipe = Recipe.Read("../data/recipes/published.json", model.Settings.Draw,
    $"rollout.prompts={(quick ? 7 : 56)}", $"train.steps={(quick ? 4 : 60)}",
    $"train.checkpointEvery={(quick ? 2 : 20)}", $"evaluation.prompts={(quick ? 7 : 105)}");
var run = RunFolder.Open($"../runs/lesson-08-{model.Identity[..8]}{(quick ? "-quick" : "")}");
var prompts = PromptSet.Read("../data/prompts/rollout.json");
var tune = PromptSet.Read("../data/prompts/tune.json");

page.Prose("""
## Draw and judge, once

The slow part is done one time. Everything after it works on these judgements. Beside each judged region stands what the oracle reads there: is this an object that the prompt asks for, with all that is said of it? No reward sees that; it is the ruler that rules are held against.
""");

page.Code();
var bar = new LiveProgress();
var drawn = RolloutStage.Run(run, model, prompts, recipe.Rollout, progress: bar);
var judged = JudgeStage.Run(
    run, Judges.Of(recipe, model), drawn, run.JudgementCache, progress: bar);
var pictures = CheckedPicture.Of(run, judged, model);
var right = pictures.Sum(picture => picture.Right.Count(right => right));
page.Show($"{pictures.Count} judged pictures with {right} right "
    + $"and {pictures.Sum(picture => picture.Right.Count) - right} wrong regions.");

page.Prose("""
## Where the weight goes

A training learns a token as strongly as its weight says, λ<sub>c</sub> included. So three numbers tell most of what a rule does: the mean weight of a token on right regions, on wrong ones, and on everything else.

**Predict**: the published rule knows that a region is bad. How much less than a right region does a wrong one weigh: a half, a tenth, nothing?
""");

page.Code();
var balances = RuleBalance.Of(pictures, lambda: 0.5, MapRule.All);
page.Show(BalanceChart.Of(balances));

page.Code();
page.Show(string.Join("\n", balances));

page.Prose("""
## Turn a constant

A rule is a record: `with` changes what you name and leaves the rest. Give a changed rule a name of its own, since what is trained with it is kept under that name.

* `Background`: the weight without a region. In the published rule it is a floor too (`BackgroundIsFloor`): no region falls below it.
* `RegionScale`, `RegionOffset`: what a region's score does.
* `AlphaScale`, `AlphaOffset`: what the layout score does to the whole map.
* `lambda`: λ<sub>c</sub>, the constraint, added to every token.
* `regions`: how many regions of a picture count, the largest first.

**Predict**: the floor goes, and λ<sub>c</sub> goes down to 0.1. What does that do to the two ratios? Change the numbers and run the cell as often as you like: nothing is judged again.
""");

page.Code();
var rule = MapRule.Published with { Name = "no-floor", Background = 0, AlphaScale = 0.5 };
var (lambda, regions) = (0.1, 8);
var balances = RuleBalance.Of(pictures, lambda, [MapRule.Published, rule], regions);
display(BalanceChart.Of(balances));
page.Show(string.Join("\n", balances));

page.Prose("""
Floor and λ<sub>c</sub> do the same thing in two places: both give weight to what nobody called good. The curves show the ratio of right to wrong for every floor, at three strengths of the constraint.
""");

page.Code();
double[] floors = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
double Ratio(double floor, double λ) => RuleBalance.Of(pictures, λ,
    [MapRule.Published with { Name = "floor", Background = floor }])[0].Preference ?? double.NaN;
ChartSeries At(double λ) =>
    new($"λ = {λ:0.0}", floors, [.. floors.Select(floor => Ratio(floor, λ))]);
page.Show(new Chart { Title = "Weight of right regions over that of wrong ones",
    XLabel = "floor", YLabel = "ratio", YLeast = 0, Series = [At(0.1), At(0.5), At(1)] });

page.Prose("""
## The same with sliders

The page below does the library's arithmetic once more, in the browser: move a slider, and maps and table follow at once. Boxes with a full line are right, dashed ones wrong; teal weighs more, red less. It runs where notebooks may run scripts (VS Code, a trusted notebook in Jupyter, the web book); elsewhere you see the first rule as a picture, and the link opens the page from your own disk.

**Predict**: which slider takes most weight off the wrong regions? And which of them helps with a wrong region that the judge took for a right one?
""");

page.Code();
var shown = pictures.OrderByDescending(picture => picture.Right.Distinct().Count())
    .DistinctBy(picture => picture.Prompt).Take(6).ToList();
page.Show(new RewardLab(shown, [.. MapRule.All, rule], lambda).Save(run.File("reward-lab.html")));

page.Prose("""
## A rule of your own

When the constants do not reach far enough, write a function. It gets the regions with their scores, the layout score and the size of the map, and gives back a weight for every pixel. Only its name is kept in records, so a function that has changed needs another name; a training that finds another function under its name refuses to go on.

This one trusts sure judgements alone: where a score is above 0.5 the token is learnt in full, where it is below −0.5 not at all, and everything else counts a quarter.
""");

page.Code();
IEnumerable<float> OnlySure(DualReward reward, int width, int height)
{
    var map = Enumerable.Repeat(0.25f, width * height).ToArray();
    foreach (var (box, score) in reward.Regions.OrderByDescending(region => region.Score))
    {
        foreach (var pixel in box.Pixels(width, height).Where(_ => Math.Abs(score) > 0.5))
            map[pixel] = score > 0 ? 1 : 0;
    }
    return map;
}

page.Code();
var mine = MapRule.Own("only-sure", (reward, width, height) =>
    [.. OnlySure(reward, width, height)]);
page.Show(string.Join("\n", RuleBalance.Of(pictures, 0.5, [MapRule.Published, mine])));

page.Prose("""
## Weak rule or weak judge?

A rule can only spread what the judge knows. To see which of the two is in the way, give every rule a judge that knows the truth: 1 for each right region, −1 for each wrong one.

**Predict**: for which rule does the better judge make the most difference, and for which almost none?
""");

page.Code();
MapRule[] rules = [.. MapRule.All, mine];
var truth = RuleBalance.Of([.. pictures.Select(picture => picture.JudgedByTruth)], 0.5, rules);
var own = RuleBalance.Of(pictures, 0.5, rules);
string Times(RuleBalance balance) =>
    balance.Preference is { } times ? $"{times:0.00}" : "wrong ones are pushed away";
page.Show(new FactTable(["rule", "right : wrong, own judge", "right : wrong, a judge who knows"],
    [.. own.Zip(truth, (a, b) => new[] { a.Rule, Times(a), Times(b) })],
    $"Mean weight of a token with λ = 0.5, over {pictures.Count} pictures."));

page.Code();
var gainByRule = own.Max(balance => balance.Preference ?? 0) / own[0].Preference;
var gainByJudge = truth[0].Preference / own[0].Preference;
page.Show("From the published rule with the model's own judge, the best of these rules changes the ratio "
    + $"by a factor of {gainByRule:0.00}, a judge who knows by {gainByJudge:0.00}.");

page.Prose("""
## Train the chosen rule

Now the rule meets the training: the same pictures, the same steps, SFT and the published rule beside yours, all evaluated on the same prompts from the same noise. It is a short training; the table says how sure it is.

**Predict**: will the rule with the larger ratio draw better? Think of two reasons why it might not.
""");

page.Code();
Recipe[] recipes = [recipe.With("sft", new Supervised()), recipe,
    recipe.With("only-sure", new Weighted { Map = mine })];
var result = new Experiment(run, model, recipes, new OracleEvaluator())
    .Run(prompts, tune, "lesson 08", new LiveProgress());
page.Show(new ExperimentTable(result));

page.Code();
string Rate(string name) => Figures.PerCent(result.Find(name).WholePrompt);
var beside = result.Compare("only-sure", "sft");
var least = PairedTest.SmallestDetectableDifference(beside.Stderr, beside.Degrees);
page.Show($"only-sure: {Rate("only-sure")} of prompts right, SFT: {Rate("sft")}. "
    + $"A comparison of this size finds differences of {100 * least:0.0} points or more, "
    + "four times in five.");

page.Prose("""
Whatever order the table has, look first whether the interval of a difference holds 0; the last number says how large a true difference such a run mostly finds. In the stored run `only-sure`, with the largest ratio, ends 6.7 ± 5.5 points *below* SFT (p = .023; one of five comparisons, one training): a ratio is not a result. All three learn from the same old pictures, and the constraint pulls the two weighted ones to them. Lesson 07 asks the same in the loss that moves away from wrong pictures.

**Your turn.** A floor of your own for `published`, and what it does to the ratio.
""");

page.Code();
var floor = 0.25;
page.Show(RuleBalance.Of(pictures, 0.5,
    [MapRule.Published with { Name = "mine", Background = floor }])[0].ToString());

page.Prose("""
**On BAGEL-7B** the laboratory works on a run that was judged there: open it with `RunFolder.Open`, read its judgements with `JudgeStage.Read(run)`, and give the model that says how pictures are cut into tokens:

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Mixed);
```

Which regions are right is known for prompts of the shapes world only. For others, fill `CheckedPicture.Right` from annotations.

**Summary.** A rule decides how much of the judge's knowledge reaches the training. Floor and constraint dilute it; a rule without a floor, or one of your own, brings it out, the judge's mistakes with it. Look at the balance first, it costs nothing. Then train, because a ratio is not a result.

**Exercises.**
1. Which λ<sub>c</sub> gives the published rule the ratio that your rule has at λ<sub>c</sub> = 0.5?
2. Write a rule that ignores the regions when the layout score is negative. Does it still tell right from wrong?
3. The signed rule goes below zero: with λ<sub>c</sub> = 0.5 a wrong region's weight falls to nothing, with less it is pushed away. Train it (`recipe.With("signed", new Weighted { Map = MapRule.Signed })`) beside yours. What do its judge's errors mean for regions that are right?

<details><summary>Solutions</summary>

1. Look where the column passes the ratio that your rule has. At λ = 0 the floor alone is left, and it may not be enough.

   ```csharp
   double? Of(MapRule by, double λ) => RuleBalance.Of(pictures, λ, [by])[0].Preference;
   double[] falling = [0.5, 0.4, 0.3, 0.2, 0.1, 0];
   new FactTable(["λ", "right : wrong, published"],
       [.. falling.Select(λ => new[] { $"{λ:0.0}", $"{Of(MapRule.Published, λ):0.00}" })],
       $"Your rule at λ = 0.5: {Of(rule, 0.5):0.00}.")
   ```

2. On pictures whose layout score is not negative it does what the dense rule does; the others are left to the constraint.

   ```csharp
   var layoutFirst = MapRule.Own("layout-first", (reward, width, height) => reward.Layout < 0
       ? new float[width * height]
       : RewardMap.Paint(MapRule.Dense, width, height, reward).Pixels);
   string.Join("\n", RuleBalance.Of(pictures, 0.5, [MapRule.Dense, layoutFirst]))
   ```

3. Every right region with a score below 0 loses weight by mistake: down to none with λ<sub>c</sub> = 0.5, below none with less. The cell counts them and trains:

   ```csharp
   display(pictures.SelectMany(picture => picture.Reward.Regions.Zip(picture.Right))
       .Count(pair => pair.Second && pair.First.Score < 0));
   var signed = recipe.With("signed", new Weighted { Map = MapRule.Signed });
   new ExperimentTable(new Experiment(run, model, [.. recipes, signed], new OracleEvaluator())
       .Run(prompts, tune, "lesson 08", new LiveProgress()))
   ```

</details>
""");

page.Write();
