// What notebooks/10-audit-judge.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/10-audit-judge.cs               writes artifacts/pages/10-audit-judge.html
//   dotnet run notebooks/programs/10-audit-judge.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Audits;
using Srum.Display;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Models;
using Srum.Prompts;
using Srum.Regions;
using Srum.Shapes;
using Srum.Studies;

var page = LessonPage.Begin(args);
void display(object value) => page.Show(value);

page.Prose("""
# 10 · Audit the judge

*1 minute · 1.7 GB of memory · picture seeds from 1 on, trial seeds 1 to 3*

Everything that SRUM learns comes from its judge. A judge that errs at random costs time; a judge that errs in one direction is *obeyed*: training finds what it likes and draws more of it. So before a judge is trusted with a training it is examined, on pictures whose truth is known.

Afterwards you know what AUC within prompts says that a pooled one hides, how calibration is drawn and how much of its error is chance, how to find a yes-bias and a liking for a place or a colour, and which plain measures of pictures give away a reward that is being gamed.

In the paper: the analysis of the judge, rank correlation and the separation of accepted and rejected pictures ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), section 5 and appendix). In the code: [JudgeAudit.cs](../src/Srum/Audits/JudgeAudit.cs), [AuditTrials.cs](../src/Srum/Audits/AuditTrials.cs), [Auc.cs](../src/Srum/Audits/Auc.cs), [Calibration.cs](../src/Srum/Audits/Calibration.cs), [GroupBias.cs](../src/Srum/Audits/GroupBias.cs), [SignalDrift.cs](../src/Srum/Evaluation/SignalDrift.cs).
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var pictures = new EvaluationSettings { Prompts = quick ? 7 : 56, Pictures = 4 }
    .Plan(PromptSet.Read("../data/prompts/tune.json"));
var oracle = new OracleEvaluator();
var judge = new Judge(model, new SegmentProposer(),
    new OwnJudgeSettings { Graded = GradedScore.Verdict }, JudgeQuestions.All);

page.Prose("""
## Pictures whose truth is known

Two kinds of pictures. *Rendered* ones are made by a program from the prompt: one that satisfies it, one with a fault put in (a colour, a shape, a place, one object too many). *Drawn* ones are the model's own, and the oracle says which are right. The judge was taught on rendered pictures and on mixtures of two; the drawn ones are what it must judge in a round.

It gives two scores: the *reward* of the paper's rule (mean weight of the published map, made of its scores for regions and layout) and a *probability* that the whole picture is right, which the recipe `verdict` trains on: how likely it was to write yes at every link of its chain.
""");

page.Code();
var asked = pictures.Select(picture => picture.Prompt).Distinct();
var trials = AuditTrials.RightAndWrong(asked, pairs: 1, seed: 1);
var rendered = JudgeAudit.Run(judge, oracle, trials, new LiveProgress());
GridPicture Shown(AuditedPicture picture) => new(picture.Picture,
    $"{picture.Prompt.Text}; judge {picture.Whole:0.00}", Score: picture.Truth);
page.Show(new PictureGrid([.. rendered.Pictures.Take(8).Select(Shown)]));

page.Prose("""
## Does it tell right from wrong?

AUC is the share of pairs, one right and one wrong picture, in which the right one has the higher score. *Within prompts* both pictures are of the same prompt, which is what a reward needs: it ranks the pictures of one prompt. *Pooled* over all pictures two things mix in: a judge that knows nothing but which prompts are easy already looks good, and one whose scores lie higher for some prompts than for others looks worse than it is.

The last column is a control. Every picture is judged for *another* prompt's words and held against the truth about its own. A judge that compares picture and words falls to chance there. One that merely likes tidy pictures does not.

**Predict**: on which pictures will the judge do worse, rendered or drawn? Will the pooled AUC flatter it, or the contrary?
""");

page.Code();
var own = DrawnPicture.Draw(model, [.. pictures.Select(item =>
    (item.Prompt, new DrawRequest(item.Prompt.Text, item.Seed)))],
    model.Settings.Draw, oracle, new LiveProgress());
var drawn = JudgeAudit.Run(judge, oracle,
    [.. own.Select(item => new EvaluatedPicture(item.Prompt, item.Picture))], new LiveProgress());
var mismatched = JudgeAudit.RunMismatched(judge, oracle, trials, new LiveProgress());
page.Show(AuditViews.Separation(("rendered", rendered), ("drawn", drawn),
    ("rendered, another prompt's words", mismatched)));

page.Prose("""
Where a column shows a dash, the pictures do not tell: no prompt had both a right and a wrong picture, which happens to a model that draws nearly everything right, or nearly nothing. The rank correlation needs no such pairs: it compares scores with *how much* of each picture is right. An interval of ± 0 says that every prompt agreed, not that nothing is uncertain: 56 of 56 is what a rate of 94 % gives now and then, too.

## Is 0.8 eighty per cent?

A judge can rank well and still exaggerate. The reliability diagram sorts pictures by the probability that the judge gave and shows how many of them are right. On the diagonal the judge means what it says; below it, it is too sure. The bars are 95 % intervals that do not vanish where all pictures of a bin agree (Wilson's).

**Predict**: will the curve lie above or below the diagonal, and at which end more?
""");

page.Code();
var ofRendered = Calibration.Of(rendered.Verdicts);
var ofDrawn = Calibration.Of(drawn.Verdicts);
page.Show(AuditViews.Reliability("Does it mean what it says?", ("rendered", ofRendered), ("drawn", ofDrawn)));

page.Code();
page.Show(AuditViews.CalibrationErrors(("rendered", ofRendered), ("drawn", ofDrawn)));

page.Prose("""
Where a curve has only few points, most probabilities lie at the ends: this judge is seldom in doubt, and the pictures that it is wrong about are among those of which it is sure. 

The calibration error is never 0 in a finite sample, not even for a perfectly calibrated judge. So the table puts beside it what chance makes of such a judge with the same scores: only an error above the limit is the judge's own.

## Does it say yes too often?

Language models like to agree. Cut at the middle, the probabilities become a yes or a no, and two numbers matter: yes to right pictures (should be high) and yes to wrong ones (should be low). Their balance is the *yes-bias*: how much more often the judge says yes than pictures are right.
""");

page.Code();
page.Show(AuditViews.Verdicts(("rendered", rendered), ("drawn", drawn)));

page.Code();
string Words(string name, JudgeAudit audit)
{
    var bias = VerdictRates.Of(audit.Verdicts).YesBias;
    return $"{name}: " + (bias.Interval.Low > 0 ? "says yes too often."
        : bias.Interval.High < 0 ? "says no too often."
        : $"no bias either way that {bias.Count} prompts could show.");
}

page.Show($"{Words("rendered", rendered)} {Words("drawn", drawn)}");

page.Prose("""
## Does it have favourites?

Where an object stands must not change its reward, nor its colour. Each block below is one object, rendered in all four quarters (or in every colour that the model was taught), for a prompt that every picture satisfies. Scores are compared within blocks, so that easy and hard objects cancel; *p* comes from shuffling places within blocks.

**Predict**: is there a quarter or a colour that the judge prefers?
""");

page.Code();
var places = AuditTrials.ByPlace(quick ? 4 : 16, seed: 2);
var byPlace = GroupBias.Of(places.Scores(judge, new LiveProgress()));
page.Show(AuditViews.Groups("Place", byPlace));

page.Code();
var colours = AuditTrials.ByColour(quick ? 4 : 16, seed: 3);
var byColour = GroupBias.Of(colours.Scores(judge, new LiveProgress()));
page.Show(AuditViews.Groups("Colour", byColour));

page.Code();
string Finding(string what, GroupBias bias) => bias.Blocks == 0
    ? $"{what}: no answers to compare."
    : bias.P < 0.05
    ? $"{what} matters: best liked is {bias.Groups.MaxBy(group => group.Value.Mean).Key}, "
        + $"least {bias.Groups.MinBy(group => group.Value.Mean).Key}, "
        + $"{bias.Spread:0.000} apart ({Figures.P(bias.P)})."
    : $"{what}: no preference that {bias.Blocks} blocks could show "
        + $"(spread {bias.Spread:0.000}, {Figures.P(bias.P)}).";
page.Show($"{Finding("Place", byPlace)} {Finding("Colour", byColour)}");

page.Prose("""
A training on such a reward would move pictures towards the favourite, and no prompt asked for that. Two tests at *p* < 0.05 find something by chance once in ten audits: repeat with another seed before you accuse.

## What would training on it do?

A reward that is gamed shows in plain measures that no prompt mentions. Users of reward-trained models have reported ever darker, plainer pictures. The signals here are brightness, density of edges, entropy of colours, size of objects, and diversity between the seeds of a prompt.

Nothing has to be trained to see the direction. Of four pictures of each prompt keep the two that the judge rewards most: that is what the reward asks for more of. Any signal that differs between those two and all four is what training would push.

**Predict**: does the judge's favourite half look different from the whole?
""");

page.Code();
var all = drawn.Favourites(4, picture => 0);
var favourites = drawn.Favourites(2, picture => picture.Reward ?? -1);
var drift = SignalDrift.Compare(all, favourites);
page.Show(AuditViews.Drift(drift, "all four", "the judge's two"));

page.Prose("""
The alarm stands in the row *object size*: **the reward of the paper's rule prefers pictures with larger objects**, and no prompt asks for them. Look at what that reward is before you accuse the judge: it is the *mean weight of the map*, a right region weighs up to twice as much as background, and a larger region therefore raises the mean, however sure the judge is. The verdict on the whole picture has no such term: where it chose the best of four or eight pictures of 504 prompts, objects kept their size (lesson 06's record). After a training on it they are big in 70 of 100 cases nevertheless where the prompt leaves the size open, and in 53 before (README); SFT, which has no reward, ends at 66, and a reward held against that of the prompt's other pictures leaves the size where it was. So an alarm is a question and no proof of guilt; the same training without the reward answers it. Rank by `picture.Whole ?? -1` above: does it still ring?

Would the alarm ring at all? Put a judge in place that has been hacked on purpose: it likes the dark.
""");

page.Code();
var darkest = drawn.Favourites(2, picture =>
    -PictureSignals.Of(picture.Picture).Brightness);
var hacked = SignalDrift.Compare(all, darkest);
page.Show(AuditViews.Drift(hacked, "all four", "the darkest two"));

page.Code();
string Alarms(IReadOnlyList<SignalDrift> drifts) => drifts.Any(signal => signal.IsAlarm)
    ? string.Join(", ", drifts.Where(signal => signal.IsAlarm).Select(signal => signal.Name))
    : "none";
page.Show($"Alarms for the judge: {Alarms(drift)}. For the judge that likes the dark: {Alarms(hacked)}.");

page.Prose("""
Diversity needs two pictures of a prompt and drops first when a model finds one picture that always pays. After a real round compare the pictures of base and trained model in the same way, prompt by prompt and seed by seed.

**Your turn.** Another threshold for its yes, from 0.1 to 0.9. What changes? Look at the reliability diagram again.
""");

page.Code();
var threshold = 0.8;
var rates = VerdictRates.Of(drawn.Verdicts, threshold);
page.Show($"yes to right ones {Figures.PerCent(rates.YesToRight)}, to wrong ones "
    + $"{Figures.PerCent(rates.YesToWrong)}");

page.Prose("""
**On BAGEL-7B** everything but the oracle and the rendered trials stays. Truth then comes from people or from a measure that took no part in training:

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Bf16);
```

**Summary.** Ask of a judge: does it rank the pictures of one prompt (AUC within prompts), does it fail when the words are another prompt's, does it mean its probabilities, does it say yes too easily, does it care about things that must not matter, and what would pictures look like if it were obeyed. Each answer is a number with an interval, and with what chance would have given.

**Exercises.**
1. The reward has several parts. Audit the layout score alone: which faults does it catch, which not?
2. Sweep the threshold from 0.1 to 0.9 (`VerdictRates.Of(drawn.Verdicts, 0.8)`). What happens to the yes-bias, and why?
3. The judge may be another model than the one that drew. Open a second model and judge the same drawn pictures: whose AUC is higher?

<details><summary>Solutions</summary>

1. It should catch missing and extra objects and wrong places; colours are the regions' work. `right.Layout` and `wrong.Layout` of the judgements say which faults get past it.

   ```csharp
   var byLayout = rendered.Pictures.Where(item => item.Judged.Layout?.Score is not null)
       .Select(item => new ScoredTruth(
           item.Prompt.Id, item.Judged.Layout.Score.Value, item.Truth.Correct));
   display($"AUC within prompts of the layout score alone: {Auc.WithinPrompts(byLayout):0.00}");
   rendered.Pictures.Where(item => !item.Truth.Correct && item.Judged.Layout?.Score > 0).Take(3)
   ```

2. Next to nothing: this judge's probabilities lie at the ends, so that every cut between gives the same yes and no, and no threshold removes a bias of a judge that is never in doubt. In general a higher threshold can only turn a yes into a no. The cell's last line says whether that is so:

   ```csharp
   VerdictRates At(double cut) => VerdictRates.Of(drawn.Verdicts, cut);
   double[] cuts = [.. Enumerable.Range(1, 9).Select(i => i / 10.0)];
   display(new FactTable(["threshold", "yes-bias"], [.. cuts.Select(cut =>
       new[] { $"{cut:0.0}", Figures.Points(At(cut).YesBias) })]));
   At(0.9).YesToRight.Mean <= At(0.1).YesToRight.Mean
       && At(0.9).YesToWrong.Mean <= At(0.1).YesToWrong.Mean
   ```

3. The judge need not be the model that drew; SRUM's point is that it can be. A model of random weights stands in for the other one here, which knows nothing; `Open` takes any folder.

   ```csharp
   var folder = System.IO.Directory.CreateTempSubdirectory("srum-other").FullName;
   RandomModel.Write(folder, describedBy: "../data/model", seed: 1);
   var other = new Judge(UnifiedModel.Open(folder), new SegmentProposer(),
       new OwnJudgeSettings { Graded = GradedScore.Verdict }, JudgeQuestions.Sample);
   var byOther = JudgeAudit.Run(other, oracle,
       [.. own.Select(item => new EvaluatedPicture(item.Prompt, item.Picture))], new LiveProgress());
   $"AUC within prompts of the whole picture: {Auc.WithinPrompts(drawn.Verdicts):0.00} by "
       + $"itself, {Auc.WithinPrompts(byOther.Verdicts):0.00} by the other."
   ```

</details>
""");

page.Write();
