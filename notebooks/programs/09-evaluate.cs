// What notebooks/09-evaluate.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/09-evaluate.cs               writes artifacts/pages/09-evaluate.html
//   dotnet run notebooks/programs/09-evaluate.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum;
using Srum.Audits;
using Srum.Benchmarks;
using Srum.Charts;
using Srum.Display;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Models;
using Srum.Prompts;
using Srum.Regions;
using Srum.Studies;

var page = LessonPage.Begin(args);

page.Prose("""
# 09 · Evaluate

*1 minute · 2.0 GB of memory · picture seeds from 1 on*

A number in an abstract says that one system is better than another. Behind it stand prompts, seeds, an evaluator and somebody who chose what to report. Here you evaluate three systems yourself, and then try to mislead with the same pictures.

Afterwards you know how a benchmark table by category is read and how wide its intervals are, why systems are compared *paired*, how far a judge's score may lie from an exact measure, what a benchmark with a judge in the evaluator's place shows and what it does not, and four ways in which an honest number becomes a wrong headline.

In the paper: the tables of results on T2I-CompBench, GenEval and T2I-ReasonBench ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), section 4). In the code: [SystemScores.cs](../src/Srum/Evaluation/SystemScores.cs) holds a table, [ShapesBenchmark.cs](../src/Srum/Benchmarks/ShapesBenchmark.cs) is a benchmark, [PairedTest.cs](../src/Srum/Evaluation/PairedTest.cs) compares two, [BestOfN.cs](../src/Srum/Audits/BestOfN.cs) and [ChanceDifference.cs](../src/Srum/Studies/ChanceDifference.cs) show what choice and chance do, [JudgeAudit.cs](../src/Srum/Audits/JudgeAudit.cs) holds a judge against the truth.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var draw = model.Settings.Draw;
var oracle = new OracleEvaluator();
var pictures = new EvaluationSettings { Prompts = quick ? 7 : 70, Pictures = 4 }
    .Plan(PromptSet.Read("../data/prompts/tune.json"));
page.Show($"{pictures.Length} pictures: "
    + $"{pictures.DistinctBy(picture => picture.Prompt.Id).Count()} prompts, 4 seeds each");

page.Prose("""
## Three systems, one table

Training is not needed to have systems: the same model drawing in three ways is three systems. *Own* draws as the model's settings say, *unguided* without guidance, *hasty* in a few steps. All three get the same prompts and the same seeds, from the set `tune` on which every choice of this project is made; `test` is kept for results that are recorded.

The evaluator is the oracle, which reads pictures of this small world exactly. Published evaluations ask a large model or a detector instead, with errors of their own.

**Predict**: which of the three is best, and in which category will they differ most?
""");

page.Code();
EvaluatedPicture[] Draw(DrawSettings settings) => [.. DrawnPicture.Draw(model,
    [.. pictures.Select(item => (item.Prompt, new DrawRequest(item.Prompt.Text, item.Seed)))],
    settings, oracle, new LiveProgress())
    .Select(item => new EvaluatedPicture(item.Prompt, item.Picture))];
var own = Draw(draw);
var unguided = Draw(draw with { TextGuidance = 1 });
var hasty = Draw(draw with { Steps = 5 });

page.Code();
SystemScores Score(string name, EvaluatedPicture[] drawn) => PromptEvaluation.Tabulate(
    name, [], [[.. oracle.Score(drawn).Zip(pictures, (score, item) => new EvaluationRecord(
        item.Prompt.Id, item.Prompt.Category, item.Seed, score))]]);
SystemScores[] systems =
    [Score("own", own), Score("unguided", unguided), Score("hasty", hasty)];
page.Show(ScoreTable.Of([.. systems.Select(system => system.Result)]));

page.Prose("""
Each prompt counts once: its four pictures are averaged first, because four pictures of a hard prompt are not four independent pieces of evidence. So *n* counts prompts. Look at the intervals of single categories before you believe in any column.

## Is the difference real?

Two systems that drew the same prompts share what is hard about them. The *paired* test takes the difference of the two on each prompt, and asks how far the mean of these differences lies from 0 beside its own error. Treating the two as strangers throws that knowledge away.

**Predict**: how much wider is the unpaired interval?
""");

page.Code();
page.Show(EvaluationViews.Comparisons((systems[0], systems[1]), (systems[0], systems[2]),
    (systems[1], systems[2])));

page.Prose("""
The last column is what to look at when *p* is large: it says how small a difference this benchmark could have found at all. *No significant difference* on few prompts says little about the systems.

## A judge in the evaluator's place

Where there is no oracle, a judge scores the pictures. Let the model judge all pictures of *own* and *hasty*: the probability that it gives to "this picture is right", and the reward that would train on it.

**Predict**: will the judge put the two systems in the same order as the exact measure? At the same distance?
""");

page.Code();
var judge = new Judge(model, new SegmentProposer(),
    new OwnJudgeSettings { Graded = GradedScore.Verdict }, JudgeQuestions.All);
var ownJudged = JudgeAudit.Run(judge, oracle, own, new LiveProgress());
var hastyJudged = JudgeAudit.Run(judge, oracle, hasty, new LiveProgress());
page.Show(EvaluationViews.JudgeBesideMeasure(("own", ownJudged), ("hasty", hastyJudged)));

page.Prose("""
The judge's columns and the exact ones are on scales of their own; what can be compared is order and relative distance. The paper has the same question with bigger numbers: its gains are several points by a large model's judgement, and about one to five by the traditional metrics of T2I-CompBench. Report both. Lesson [10](10-audit-judge.ipynb) takes the judge apart.

## A benchmark

A benchmark is a set of prompts, a rule how often each is drawn, somebody who marks the pictures, and a way to sum the marks up. T2I-CompBench asks a large model for 0 to 100, GenEval runs a detector, WISE asks for three marks; all of them are one interface here ([docs/researchers.md](../docs/researchers.md) has the commands, such as `srum eval --benchmark t2i-compbench --prompt-set FILE --judge endpoint:NAME`). Those benchmarks show photographs and things, which this model was never taught. What fits it is the benchmark of its own world, and two may mark it: the oracle, and the model itself.

**Predict**: how far from the truth will the model's marks for its own pictures be, and in which direction?
""");

page.Code();
var benchmark = new ShapesBenchmark();
PictureToMark[] toMark = [.. own.Select((picture, i) => new PictureToMark(new(
    long.Parse(picture.Prompt.Id), picture.Prompt.Text, picture.Prompt.Category),
    i, () => picture.Picture))];
BenchmarkScores Marked(IEvaluator by) =>
    BenchmarkScores.Of(benchmark, ShapesBenchmark.Marker(by), toMark);
page.Show(EvaluationViews.Benchmark(("the oracle", Marked(oracle)),
    ("the model itself", Marked(new VerdictEvaluator(model)))));

page.Prose("""
By a judge of its own a model gets a figure that looks like any other, and its interval says nothing of how far the judge is off. Here the whole prompts agree; the parts do not, since a verdict on the whole picture knows none. What this does not show: anything about T2I-CompBench, about photographs, or about a larger model. A published figure next to this one would compare two different things, which is why the page that `srum eval --benchmark` writes puts the conditions beside every number: who marked, thinking or not, how many pictures.

## Four ways to mislead

### 1. Keep the best of several

Draw four pictures of each prompt, keep the best, report it. Kept *by the truth* this is pass@n; it rises for every system that is not always right or always wrong, and nothing was learnt. Kept *by the judge* it rises only where the judge knows something.

### 2. Let the judge mark its own choice

If the judge chooses the pictures and its own mark is reported, the number rises by construction: the best of four marks is higher than a mark, whatever the marks mean. To see that at its purest, take a judge that knows nothing: a coin that gives every picture a number between 0 and 1.

**Predict**: draw the four curves on paper first. Which is steepest? Which is flat?
""");

page.Code();
var coin = new SeededRandom(0);
var marks = ownJudged.Pictures.ToDictionary(picture => picture, _ => coin.Between(0, 1));
double Right(AuditedPicture picture) => picture.Truth.Correct ? 1 : 0;
double Liked(AuditedPicture picture) => picture.Whole ?? 0;
double Tossed(AuditedPicture picture) => marks[picture];
IReadOnlyList<Estimate> Best(Func<AuditedPicture, double> by, Func<AuditedPicture, double> measured)
    => BestOfN.Curve(ownJudged.Candidates(by, measured));
var (coinByCoin, coinByTruth) = (Best(Tossed, Tossed), Best(Tossed, Right));
var (judgeByJudge, judgeByTruth) = (Best(Liked, Liked), Best(Liked, Right));

page.Code();
page.Show(AuditViews.BestOf("Best of n pictures of a prompt", "share",
    ("kept by the truth, measured by it (pass@n)", Best(Right, Right)),
    ("kept by the judge, measured by the truth", judgeByTruth),
    ("kept by a coin, measured by the coin", coinByCoin),
    ("kept by a coin, measured by the truth", coinByTruth)));

page.Code();
string Rise(string who, IReadOnlyList<Estimate> curve) =>
    $"{who} {100 * (curve[^1].Mean - curve[0].Mean):+0.0;−0.0;0.0} points";
page.Show($"From one picture to the best of {coinByCoin.Count}: {Rise("the coin's own mark", coinByCoin)}, "
    + $"{Rise("the truth of the same pictures", coinByTruth)}. "
    + $"{Rise("The judge's own mark", judgeByJudge)}, {Rise("their truth", judgeByTruth)}.");

page.Prose("""
The coin's headline rises nearly as steeply as the truth's own choice, the top curve, and no picture got better: what little the truth of its choice rises is chance, which with so few prompts reaches several points either way. The model's judge is a good one, so its own mark rises about as its pictures do; but nobody who sees that mark alone can tell which of the two cases it is.

The same happens to whole runs. Four runs with four seeds have four means; the best of them is what ends up in a table when nobody says how often it was tried.
""");

page.Code();
double[][] right = [.. oracle.Score(own).Select(score => score.Correct ? 1.0 : 0.0).Chunk(4)];
var means = Enumerable.Range(0, 4).Select(run => right.Average(prompt => prompt[run])).ToArray();
page.Show($"One run of own: {100 * means.Average():0.0} % on average; "
    + $"the best of {means.Length} runs: {100 * means.Max():0.0} %.");

page.Prose("""
### 3. Leave the interval out

Here one system is compared with itself: both runs draw the same prompts, with other seeds. Nothing differs, so every difference is chance. The curve says how large a difference chance makes in 95 of 100 cases.

**Predict**: how many prompts does it take before chance stays below 5 points?

The chart answers the pointer: hold it over the curve to read a value, drag to enlarge a part, click twice to see all of it again. (Where a page runs no scripts, the repository's web view for one, you see its picture.)
""");

page.Code();
int[] sizes = [10, 20, 40, 80, 160, 320, 640];
var limits = ChanceDifference.Limits(right, sizes);
page.Show(EvaluationViews.Chance(sizes, limits).Interactive());

page.Code();
var enough = sizes.Zip(limits).FirstOrDefault(pair => pair.Second < 0.05);
page.Show(enough.First > 0
    ? $"From {enough.First} prompts on (of the sizes tried), chance alone stays below 5 points."
    : $"Even {sizes[^1]} prompts leave {100 * limits[^1]:0.0} points to chance.");

page.Prose("""
A system that is hardly ever right, or nearly always, varies less: near 0 and near 100 % chance is small and so is everything else.

### 4. Change two things at once

The paper's headline compares the base *without* thinking (82.18 on T2I-CompBench) with SRUM *with* thinking (88.37). The table behind it also has what belongs together: the base with thinking 84.46, SRUM without 86.55. The cell splits the headline.
""");

page.Code();
var (plainBase, thinkingBase, plainSrum, thinkingSrum) = (82.18, 84.46, 86.55, 88.37);
page.Show($"headline {thinkingSrum - plainBase:0.00} points; like for like: "
    + $"{plainSrum - plainBase:0.00} without thinking, {thinkingSrum - thinkingBase:0.00} with it; "
    + $"{thinkingBase - plainBase:0.00} of the headline are thinking alone.");

page.Prose("""
All numbers are the paper's, and none is wrong. Which two of them stand side by side is a choice.

**Your turn.** A judge that likes dark pictures. Does its own mark rise? What of the truth?
""");

page.Code();
double Dark(AuditedPicture picture) => 1 - PictureSignals.Of(picture.Picture).Brightness;
page.Show($"{Rise("By its own mark", Best(Dark, Dark))}; {Rise("by the truth", Best(Dark, Right))}.");

page.Prose("""
**On BAGEL-7B** the cells run as they are with another model and an evaluator that can read its pictures (the oracle cannot; implement [`IEvaluator`](../src/Srum/Evaluation/IEvaluator.cs)):

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Bf16);
```

From the command line `srum eval` draws and scores a prompt set, and `srum run` ends with the table, the comparisons and the least difference it could have seen.

**Summary.** A result is a mean, an interval, a number of prompts, and the story of how it was chosen. Compare systems on the same prompts and seeds, paired. Give the judge's number and an exact one, and never let the judge choose what it marks. Say how many runs there were.

**Exercises.**
1. Compare *own* with itself under other seeds by `PairedTest.Compare`. How often is *p* below 0.05 when you repeat it?
2. Which category needs the most prompts before *own* and *hasty* can be told apart? Use `SystemScores.Of(category)` and the smallest detectable difference.
3. Draw the curves of the judge that likes dark pictures. Which one gives it away?

<details><summary>Solutions</summary>

1. By construction about one in twenty repeats falls below 0.05. One repeat; a larger `further` is another:

   ```csharp
   var further = 1;
   (EvaluationPrompt, DrawRequest)[] others = [.. pictures.Select(item =>
       (item.Prompt, new DrawRequest(item.Prompt.Text, item.Seed + further)))];
   var again = DrawnPicture.Draw(model, others, draw, oracle, new LiveProgress());
   var repeat = Score("own again", [.. again.Select(item =>
       new EvaluatedPicture(item.Prompt, item.Picture))]);
   Figures.P(PairedTest.Compare(systems[0], repeat).P)
   ```

2. The one whose difference is smallest beside its error. The error falls with the square root of the prompts, so that it takes the square of how many times too small the difference is:

   ```csharp
   double Needed(string category)
   {
       var (a, b) = (systems[0].Of(category), systems[2].Of(category));
       var found = PairedTest.Compare(a, b);
       var times = PairedTest.SmallestDetectableDifference(found.Stderr, found.Degrees)
           / Math.Abs(found.Difference);
       return times * times * a.Categories.Count;
   }
   new FactTable(["category", "prompts"], [.. systems[0].Categories.Distinct()
       .OrderByDescending(Needed).Select(name => new[] { name, $"{Needed(name):0}" })])
   ```

3. The curve that the truth measures. What the judge chooses by rises whatever it is; what the pictures show has no reason to.

   ```csharp
   AuditViews.BestOf("A judge that likes dark pictures", "share",
       ("measured by itself", Best(Dark, Dark)), ("measured by the truth", Best(Dark, Right)))
   ```

</details>
""");

page.Write();
