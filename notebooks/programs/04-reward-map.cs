// What notebooks/04-reward-map.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/04-reward-map.cs               writes artifacts/pages/04-reward-map.html
//   dotnet run notebooks/programs/04-reward-map.cs -- --quick    the same with less of everything
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
using Srum.Shapes;
using Srum.Studies;

var page = LessonPage.Begin(args);

page.Prose("""
# 04 · Draw the reward map

*1 minute · 1.6 GB of memory · seed 4*

A judged picture becomes a *dense* reward: a weight for every token that the generator will be trained on. Regions give the pattern, the layout scales it.

Afterwards you can compute a map by hand and in ten lines, you know how the published rule differs from two others, and you know which differences between right and wrong each of them can and cannot make.

In the paper: the dual reward and the weighted loss ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), section 3). In the code: [RewardMap.cs](../src/Srum/Maps/RewardMap.cs) paints, [MapRule.cs](../src/Srum/Maps/MapRule.cs) has every constant, [DualReward.cs](../src/Srum/Maps/DualReward.cs) is what goes in.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var oracle = new OracleEvaluator();
var judge = new Judge(model, new SegmentProposer());
var rollout = PromptSet.Read("../data/prompts/rollout.json");
var prompts = EvaluationPrompt.Sample(rollout, quick ? 2 : 12);

page.Prose("""
## The signs of these lessons

| sign | means | range |
|---|---|---|
| *x*<sub>0</sub> | the latents of a picture, what is to be drawn | |
| ε, *t* | noise, and how much of it: *x*<sub>t</sub> = (1 − *t*) · *x*<sub>0</sub> + *t* · ε | *t* in [0, 1] |
| *u* | the velocity that leads from one to the other, ε − *x*<sub>0</sub> | |
| *v* | the velocity that the model predicts | |
| *e* | the error of a token, the mean of (*v* − *u*)<sup>2</sup> over its numbers | ≥ 0 |
| *s* | score of a region (the paper's local reward) | [−1, 1] |
| *g* | score of the layout (the paper's global reward) | [−1, 1] |
| *r* | how likely the whole picture is right | [0, 1] |
| *w* | weight of a token | rule |
| λ<sub>c</sub> | weight of the constraint, the same for every token | ≥ 0 |
| γ | guidance of drawing, lesson 01 | ≥ 1 |

## From scores to pixels

Take a picture of two objects with one of them wrong, and suppose a judge that sees it: +0.9 for the right region, −0.8 for the wrong one, 0.8 for the layout.
""");

page.Code();
var wanted = PromptParser.Require("a red circle left of a blue square");
var shown = SceneRenderer.Render(new Scene(Background.Grey, [
    SceneObject.At(0, ObjectColour.Red, ObjectShape.Circle),
    SceneObject.At(1, ObjectColour.Green, ObjectShape.Triangle)]));
var boxes = new SegmentProposer().Propose(shown);
double[] scores = [.. boxes.Select(box => box.Left < 0.5 ? 0.9 : -0.8)];
var reward = new DualReward([.. boxes.Zip(scores, (box, score) =>
    new ScoredRegion(PixelBox.From(box, 32, 32), score))], Layout: 0.8);
page.Show(new RewardOverlay(shown, [.. boxes.Zip(scores, (box, score) =>
    new JudgedRegion(box, "", score, "", true))], caption: wanted.Text));

page.Prose("""
The published rule makes a weight of every pixel in three steps. A region's score becomes a value in [0, 1]; outside all regions the value is ½, and where a region has less than ½ the ½ stays; everything is multiplied by α, which comes from the layout.

> *w* = α · max(½, ½ + ½ *s*),  α = ½ + ½ *g*

**Predict**: what is the weight of the right region, of the wrong one, and of the background?

## Once by hand

Before the library does it, do it yourself: a map of 32 × 32 pixels in plain lines. (With several regions over one pixel the published rule takes the largest.)
""");

page.Code();
var map = Enumerable.Repeat(0.5, 32 * 32).ToArray();
foreach (var (box, s) in reward.Regions)
{
    foreach (var pixel in box.Pixels(32, 32)) { map[pixel] = Math.Max(map[pixel], 0.5 + 0.5 * s); }
}

var α = 0.5 + 0.5 * reward.Layout.Value;
double[] mine = [.. map.Select(value => α * value)];
var theirs = RewardMap.Paint(MapRule.Published, 32, 32, reward).Pixels;
page.Show($"α = {α:0.00}, at most off by {mine.Zip(theirs, (a, b) => Math.Abs(a - b)).Max():0.000}");

page.Prose("""
The loss is as short. With an error *e* for each token of a training picture and its weight *w*,

> *L* = mean(*w* · *e*) + λ<sub>c</sub> · mean(*e*),  λ<sub>c</sub> = ½.

Lesson 05 trains with it; here it is on the errors of this picture at one time and one noise.
""");

page.Code();
var target = model.Encode(shown);
var forward = model.Forward([new TrainingSample(wanted.Text, target, 1)], new ForwardSettings());
float[] e = [.. forward.Errors([target]).detach().data<float>()];
var w = RewardMap.Paint(MapRule.Published, 32, 32, reward).TokenWeights(4, 4);
var (rewarded, constraint) = (e.Zip(w, (error, weight) => error * weight).Average(), e.Average());
page.Show($"mean(w e) = {rewarded:0.000}, mean(e) = {constraint:0.000}, L = {rewarded + constraint / 2:0.000}");

page.Prose("""
## Three rules

| rule | value of a region | background | regions that overlap | pixels to tokens |
|---|---|---|---|---|
| `published` (the authors' code) | max(½, ½ + ½ *s*) | ½ | the largest | at the token's centre |
| `signed` (the paper's formula) | *s* | 0 | the farthest from 0 | mean, at least −½ |
| `dense` (ours) | ½ + ½ *s* | ½ | the smallest | mean |

All are multiplied by the same α.
""");

page.Code();
string[] Row(MapRule rule) => [rule.Name, $"{rule.Weight(0.9, 0.8):0.00}",
    $"{rule.Weight(-0.8, 0.8):0.00}", $"{rule.Alpha(0.8) * rule.Background:0.00}"];
page.Show(new FactTable(["rule", "weight of the right region", "of the wrong region", "of the background"],
    [.. MapRule.All.Select(Row)]));

page.Prose("""
## The floor of the published map

The published rule never pulls a region below the background. A wrong region therefore weighs as much as empty background, not less. The curves show the weight inside one region for every score it could get.

**Predict**: where do the curves cross?
""");

page.Code();
double[] all = [.. Enumerable.Range(-10, 21).Select(i => i / 10.0)];
double[] Weights(MapRule rule) => [.. all.Select(s => rule.Weight(s, 0.8))];
page.Show(new Chart { Title = "Weight of a region by its score (layout 0.8)",
    XLabel = "score s", YLabel = "weight w",
    Series = [.. MapRule.All.Select(rule => new ChartSeries(rule.Name, all, Weights(rule)))] });

page.Code();
string[] Range(MapRule rule)
{
    var least = Math.Max(rule.Weight(-1, 0.8), -(rule.NegativeCap ?? double.PositiveInfinity));
    var most = rule.Weight(1, 0.8);
    return [rule.Name, $"{least:0.00} to {most:0.00}", $"{least + 0.5:0.00} to {most + 0.5:0.00}"];
}

page.Show(new FactTable(["rule", "a region weighs", "with the constraint's ½ added"],
    [.. MapRule.All.Select(Range)]));

page.Prose("""
The last column is what the training can feel. The constraint adds λ<sub>c</sub> = ½ to *every* token, so the published rule's contrast between the best and the worst region is small; the signed rule can cancel a wrong region altogether.

## From pixels to tokens

The generator sees the picture as 4 × 4 tokens here (64 × 64 in BAGEL-7B at 1024 pixels).

**Predict**: which token will show that two rules average and one samples?
""");

page.Code();
page.Show(TokenMaps.Of(shown, reward, 4, 4, MapRule.All));

page.Prose("""
## The model's own judgement

Now the same on a picture that the model drew and the oracle calls wrong, judged by the model itself. Teal weighs more, red less.

**Predict**: which object of the picture is wrong, and does the judge agree with you?
""");

page.Code();
var drawings = DrawnPicture.Draw(model, [.. prompts.Where(item => item.Category == "color")], 4,
    model.Settings.Draw, oracle);
JudgeRecord Judged(DrawnPicture item) => judge.Run(
    [new(item.Prompt.Id, item.Prompt.Text, "drawn.png", item.Picture, item.Seed)])[0];
bool IsMixed(DrawnPicture item) => AuditedRegion.Of([new(item.Prompt, item.Picture, Judged(item),
    item.Score)]).Select(region => region.Right).Distinct().Count() == 2;
var drawn = drawings.Where(item => !item.Score.Correct).OrderByDescending(IsMixed).First();
var record = Judged(drawn);
page.Show(RewardOverlay.Of(drawn.Picture, record, MapRule.Dense, drawn.Prompt.Text, truth: drawn.Score));

page.Code();
page.Show(TokenMaps.Of(drawn.Picture, DualReward.From(record, 32, 32), 4, 4, MapRule.All));

page.Prose("""
## Does weight go where the picture is right?

The oracle can tell which regions are right. So the weight of a token on right and on wrong regions can be measured, for the model's own drawings and its own judgement.

**Predict**: by how much do right regions outweigh wrong ones under each rule?
""");

page.Code();
var own = DrawnPicture.Draw(model, prompts, quick ? 1 : 2, model.Settings.Draw, oracle,
    new LiveProgress());
var audit = JudgeAudit.Run(judge, oracle,
    [.. own.Select(item => new EvaluatedPicture(item.Prompt, item.Picture))], new LiveProgress());
var regions = AuditedRegion.Of(audit.Pictures).Where(region =>
    region.Judged.RewardScore is not null && region.Picture.Judged.Layout?.Score is not null)
    .ToList();
page.Show($"{regions.Count(region => region.Right)} right and {regions.Count(region => !region.Right)} wrong "
    + "regions of the model's own drawings.");

page.Code();
double Weight(MapRule rule, AuditedRegion region) =>
    rule.Weight(region.Judged.RewardScore.Value, region.Picture.Judged.Layout.Score);
string Mean(MapRule rule, bool right) => Figures.Number(Estimate.Of([.. regions
    .Where(region => region.Right == right).Select(region => Weight(rule, region))]));
page.Show(new FactTable(["rule", "mean weight of right regions", "of wrong regions"], [.. MapRule.All
    .Select(rule => new[] { rule.Name, Mean(rule, true), Mean(rule, false) })],
    "With 95 % intervals over regions."));

page.Prose("""
**Your turn.** A rule is a record: change a constant, and give the rule a name of its own.
""");

page.Code();
var lower = MapRule.Published with { Name = "lower floor", Background = 0.2 };
page.Show(TokenMaps.Of(shown, reward, 4, 4, MapRule.Published, lower));

page.Prose("""
**On BAGEL-7B** nothing changes but the sizes: `RewardMap.Paint(rule, 1024, 1024, reward).TokenWeights(64, 64)`, with the record of a judge on

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Bf16);
```

**Summary.** A map is regions over a background, times a layout factor. The published rule has a floor: it rewards what is right and hardly discounts what is wrong. Signed and dense rules discount, and how much contrast reaches the training depends on the constraint beside them. Whether that contrast points the right way depends on the judge.

**Exercises.**
1. Two regions overlap with scores 0.9 and −0.8. Which weight does each rule give the overlap, and why is the signed rule's choice called "largest magnitude"?
2. Between which weights does the rule `lower` of your turn move, with the constraint?
3. A region one pixel wide: which rules see it after pooling to 4 × 4 tokens?

<details><summary>Solutions</summary>

1. Published 0.95 α (the larger), signed 0.9 α (the farther from 0), dense 0.1 α (the smaller). The cell says whether that is so:

   ```csharp
   var box = new PixelBox(0, 0, 8, 8);
   var overlap = new DualReward([new(box, 0.9), new(box, -0.8)], Layout: 0.8);
   double Meets(MapRule rule) =>
       RewardMap.Paint(rule, 32, 32, overlap).Pixels[0] / rule.Alpha(0.8);
   MapRule.All.Select(rule => Math.Round(Meets(rule), 2)).SequenceEqual([0.95, 0.9, 0.1])
   ```

2. The least is 0.2 α, so with the constraint a token weighs between 0.2 α + 0.5 and α + 0.5. In the table above α is 0.9:

   ```csharp
   Range(lower) is [_, "0.18 to 0.90", "0.68 to 1.40"]
   ```

3. Sampling at centres misses it unless it lies next to one; averaging always sees an eighth of it.

   ```csharp
   DualReward Narrow(int x) => new([new(new PixelBox(x, 0, x + 1, 32), 1)], Layout: 1);
   bool Sees(MapRule rule, int x) => RewardMap.Paint(rule, 32, 32, Narrow(x))
       .TokenWeights(4, 4)[0] != rule.Background;
   MapRule.All.Select(rule => Sees(rule, 0)).SequenceEqual([false, true, true])
       && MapRule.All.All(rule => Sees(rule, 3))
   ```

</details>
""");

page.Write();
