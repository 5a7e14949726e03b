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
void display(object value) => page.Show(value);

page.Prose("""
# 04 · Draw the reward map

*1 minute · 1.6 GB of memory · seed 4*

A judged picture becomes a *dense* reward: a weight for every token that the generator will be trained on. Regions give the pattern, the layout scales it.

Afterwards you can compute a map by hand, you know how the published rule differs from two others, and you know which differences between right and wrong each of them can and cannot make.

In the paper: the dual reward and the weighted loss ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), section 3). In the code: [RewardMap.cs](../src/Srum/Maps/RewardMap.cs) paints, [MapRule.cs](../src/Srum/Maps/MapRule.cs) has every constant, [DualReward.cs](../src/Srum/Maps/DualReward.cs) is what goes in.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var oracle = new OracleEvaluator();
var judge = new Judge(model, new SegmentProposer());
var prompts = EvaluationPrompt.Sample(PromptSet.Read("../data/prompts/rollout.json"), quick ? 2 : 12);

page.Prose("""
## From regions to pixels

Take a picture of two objects with one of them wrong, and suppose a judge that sees it: +0.9 for the right region, −0.8 for the wrong one, 0.9 for the layout.
""");

page.Code();
var wanted = PromptParser.Parse("a red circle left of a blue square")!;
var shown = SceneRenderer.Render(new Scene(Background.Grey, [new(ObjectShape.Circle, ObjectColour.Red, ObjectFill.Solid, 6.5, 8, 8), new(ObjectShape.Triangle, ObjectColour.Green, ObjectFill.Solid, 6.5, 24, 8)]));
var boxes = new SegmentProposer().Propose(shown);
double[] scores = [.. boxes.Select(box => box.Left < 0.5 ? 0.9 : -0.8)];
var reward = new DualReward([.. boxes.Zip(scores, (box, score) => new ScoredRegion(PixelBox.From(box, 32, 32), score))], Layout: 0.9);
page.Show(new RewardOverlay(shown, [.. boxes.Zip(scores, (box, score) => new JudgedRegion(box, "", score, "", true))], caption: wanted.Text));

page.Prose("""
A rule turns scores into weights in three steps: a region's score *s* becomes a value, the rest of the picture takes the background value, and everything is multiplied by α, which depends on the layout score *g*.

**Predict**: the published rule gives the background 0.5, a region (*s* + 1) / 2, and lets the *larger* of the two win. What is the weight of the wrong region?
""");

page.Code();
page.Show(new FactTable(["rule", "value of the right region", "value of the wrong region", "background", "α", "weight of the wrong region"],
    [.. MapRule.All.Select(rule => new[] { rule.Name, $"{rule.Region(0.9):0.00}", $"{rule.Region(-0.8):0.00}", $"{rule.Background:0.00}", $"{rule.Alpha(0.9):0.00}",
        $"{RewardMap.Paint(rule, 32, 32, reward).Pixels[(8 * 32) + 24]:0.00}" })]));

page.Prose("""
## The floor of the published map

The published rule never pulls a region below the background. A wrong region therefore weighs as much as empty background, not less. The curves show the weight inside one region for every score it could get.

**Predict**: where do the curves cross?
""");

page.Code();
double[] all = [.. Enumerable.Range(-10, 21).Select(i => i / 10.0)];
double Weight(MapRule rule, double s) => RewardMap.Paint(rule, 4, 4, new DualReward([new(new PixelBox(0, 0, 4, 4), s)], 0.9)).Pixels[0];
page.Show(new Chart { Title = "Weight of a region by its score (layout 0.9)", XLabel = "score", YLabel = "weight",
    Series = [.. MapRule.All.Select(rule => new ChartSeries(rule.Name, all, [.. all.Select(s => Weight(rule, s))]))] });

page.Code();
double Most(MapRule rule) => Weight(rule, 1);
double Least(MapRule rule) => Math.Max(Weight(rule, -1), -(rule.NegativeCap ?? double.PositiveInfinity));
page.Show(string.Join("\n", MapRule.All.Select(rule => $"{rule.Name,10}: a region weighs between {Least(rule):0.00} and {Most(rule):0.00}; with the constraint's 0.5 added, between {Least(rule) + 0.5:0.00} and {Most(rule) + 0.5:0.00}.")));

page.Prose("""
The last figures are what the training can feel. The loss adds a constraint with the factor 0.5 on *every* token, so the published rule's contrast between the best and the worst region is small; the signed rule can cancel a wrong region altogether.

## From pixels to tokens

The generator sees the picture as 4 × 4 tokens here (64 × 64 in BAGEL-7B at 1024 pixels). The published rule samples the map at each token's centre, the other two average over the token.
""");

page.Code();
string[][] Rows(MapRule rule) => [.. RewardMap.Paint(rule, 32, 32, reward).TokenWeights(4, 4).Chunk(4).Select(row => row.Select(weight => $"{weight:0.00}").ToArray())];
foreach (var rule in MapRule.All) { display(new FactTable(["", rule.Name, "", ""], Rows(rule))); }

page.Prose("""
## The model's own judgement

Now the same on a picture that the model drew, judged by itself: boxes and scores, then the map of each rule over the picture. Teal weighs more, red less.
""");

page.Code();
var asked = prompts.First(item => item.Category == "color");
var drawn = model.Draw([new DrawRequest(asked.Text, 4)], model.Settings.Draw)[0].Picture;
var record = judge.Run([new JudgeRequest(asked.Id, asked.Text, "drawn.png", drawn, 4)])[0];
foreach (var rule in MapRule.All) { display(RewardOverlay.Of(drawn, record, rule, $"{rule.Name}: {asked.Text}")); }

page.Prose("""
## Does weight go where the picture is right?

The oracle can tell which regions are right. So the weight of a token on right and on wrong regions can be measured, for the model's own drawings and its own judgement.

**Predict**: by how much do right regions outweigh wrong ones under each rule?
""");

page.Code();
var own = DrawnPicture.Draw(model, prompts, quick ? 1 : 2, model.Settings.Draw, oracle);
var regions = AuditedRegion.Of(JudgeAudit.Run(judge, oracle, [.. own.Select(item => new EvaluatedPicture(item.Prompt, item.Picture))]).Pictures)
    .Where(region => region.Judged.RewardScore is not null && region.Picture.Judged.Layout?.Score is not null).ToList();
double Value(MapRule rule, AuditedRegion region) => rule.Alpha(region.Picture.Judged.Layout?.Score) * Math.Max(rule.BackgroundIsFloor ? rule.Background : -1, rule.Region(region.Judged.RewardScore!.Value));
Estimate Mean(MapRule rule, bool right) => Estimate.Of([.. regions.Where(region => region.Right == right).Select(region => Value(rule, region))]);
page.Show(new FactTable(["rule", "mean weight of right regions", "of wrong regions"], [.. MapRule.All.Select(rule => new[] { rule.Name, Figures.Number(Mean(rule, true)), Figures.Number(Mean(rule, false)) })],
    $"{regions.Count(region => region.Right)} right and {regions.Count(region => !region.Right)} wrong regions of the model's own drawings, with 95 % intervals."));

page.Prose("""
**On BAGEL-7B** nothing changes but the sizes: `RewardMap.Paint(rule, 1024, 1024, reward).TokenWeights(64, 64)`, with the record of a judge on

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Bf16);
```

**Summary.** A map is regions over a background, times a layout factor. The published rule has a floor: it rewards what is right and hardly discounts what is wrong. Signed and dense rules discount, and how much contrast reaches the training depends on the constraint beside them. Whether that contrast points the right way depends on the judge.

**Exercises.**
1. Two regions overlap with scores 0.9 and −0.8. Which weight does each rule give the overlap, and why is the signed rule's choice called "largest magnitude"?
2. Make a rule of your own: `MapRule.Published with { Name = "lower floor", Background = 0.2 }`. Between which weights does it move, with the constraint?
3. A region one pixel wide: which rules see it after pooling to 4 × 4 tokens?

<details><summary>Solutions</summary>

1. Published 0.95 α (the larger), dense 0.1 α (the smaller), signed 0.9 α (the farther from 0).
2. Put it into `Weight` above: the least becomes 0.2 α, so with the constraint a token weighs between 0.2 α + 0.5 and α + 0.5.
3. Sampling at centres misses it unless it lies next to one; averaging always sees an eighth of it.

</details>
""");

page.Write();
