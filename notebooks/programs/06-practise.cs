// What notebooks/06-practise.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/06-practise.cs               writes artifacts/pages/06-practise.html
//   dotnet run notebooks/programs/06-practise.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
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
# 06 · Practise what it never drew

*2 minutes · 1.6 GB of memory · training seed 0*

Some things the model was never taught to draw: no picture that its drawing half learnt from shows a purple triangle above a yellow cross. More pictures of it would help, if somebody had them. Self-rewarding needs none. A prompt costs nothing, the model draws what it can, and its own judge says which attempt got it right.

Afterwards you can tell apart what a model was shown, what it practises and what is new to it, you have seen why attempts that fail can teach, and you know which of the three kinds a gain must be measured on.

In the paper: the training prompts ask for the kinds of compositions that the benchmark tests ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), experiments). In the code: [PromptGroups.cs](../src/Srum/Evaluation/PromptGroups.cs) tells the kinds of prompts apart, [RoundResults.cs](../src/Srum/Rounds/RoundResults.cs) counts what each round drew.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var recipe = Recipe.Read("../data/recipes/verdict.json", model.Settings.Draw,
    $"rollout.prompts={(quick ? 4 : 30)}", $"rounds={(quick ? 2 : 8)}",
    $"train.steps={(quick ? 4 : 20)}", $"evaluation.prompts={(quick ? 12 : 0)}",
    "evaluation.pictures=2", "rollout.draw.solver=adams", "rollout.draw.steps=10");
var run = RunFolder.Open($"../runs/lesson-06-{model.Identity[..8]}{(quick ? "-quick" : "")}");
var oracle = new OracleEvaluator();

page.Prose("""
The recipe is lesson 05's `verdict`: the reward is how likely the judge is to say yes to the whole picture, and the model moves away from what was judged wrong. Only the pictures are drawn faster here, along the line through the last two velocities (`solver`), which needs half of the steps.

## Shown, practised, new

`practice` asks for combinations that pretraining left out, mixed with some that it showed. `groups` tests three kinds, in other words: what pretraining *drew*, what is *practised* here, and what is *new*, in no picture and no practice. We take relations alone, which leaves two minutes' work.
""");

page.Code();
PromptSet Some(string name)
{
    var set = PromptSet.Read($"../data/prompts/{name}.json");
    return set with { Prompts = [.. set.Prompts.Where(prompt => prompt.Category == "spatial")] };
}
var (practice, tested) = (Some("practice"), Some("groups"));
var groups = new PromptGroups(model.Settings.World, practice.Prompts);
EvaluationPrompt[] asked = [.. tested.Prompts.Select(prompt =>
    new EvaluationPrompt($"{prompt.Id}", prompt.Text, prompt.Category))];
var kinds = asked.GroupBy(prompt => groups.Of(prompt)?.Group).OrderBy(kind => kind.Key);

page.Code();
page.Show(new FactTable(["kind", "prompts", "for example"], [.. kinds.Select(kind => (string[])
    [$"{kind.Key}".ToLowerInvariant(), $"{kind.Count()}", kind.First().Text])]));

page.Prose("""
## Some attempts fail, and it knows which

The first round draws eight pictures of each prompt and judges them. Below are the eight of the prompt that the judge is least sure of as a whole: it says yes to about half of them.

**Predict**: how often is the judge right about combinations that the drawing half never saw?
""");

page.Code();
var drawn = RolloutStage.Run(run, model, practice, recipe.Rollout, progress: new LiveProgress());
var judged = JudgeStage.Run(
    run, Judges.Of(recipe, model), drawn, run.JudgementCache, progress: new LiveProgress());
var pictures = drawn.Select(record => new EvaluatedPicture(
    new EvaluationPrompt(record.PromptId, record.Prompt, record.Category),
    run.Picture(record.PictureFile))).ToArray();
var known = pictures.Zip(judged, oracle.Score(pictures)).Select(one => (
    one.First.Prompt, one.First.Picture, Truth: one.Third!,
    Yes: one.Second.Sample?.Score > 0)).ToArray();

page.Code();
var undecided = known.GroupBy(one => one.Prompt.Text)
    .MinBy(prompt => Math.Abs(prompt.Average(one => one.Yes ? 1.0 : 0) - 0.5))!;
page.Show(new PictureGrid([.. undecided.Select(one => new GridPicture(one.Picture,
    $"{one.Prompt.Text}: judge {(one.Yes ? "yes" : "no")}", Score: one.Truth))]));

page.Code();
var never = known.Where(one => groups.Of(one.Prompt)?.Group != PromptGroup.Drawn);
string Rate(IEnumerable<bool> values) => $"{100 * values.Average(yes => yes ? 1.0 : 0):0} %";
page.Show(new FactTable(["pictures of", "right", "judge says yes", "judge and truth agree"],
    [.. new[] { ("all prompts", known), ("what was never shown", never.ToArray()) }
        .Select(row => (string[])[row.Item1, Rate(row.Item2.Select(one => one.Truth.Correct)),
            Rate(row.Item2.Select(one => one.Yes)),
            Rate(row.Item2.Select(one => one.Yes == one.Truth.Correct))])]));

page.Prose("""
That is all that self-rewarding needs: some attempts succeed, and the judge can tell which. The judge was taught on rendered near misses of such combinations in pretraining (the [model's card](../data/README.md) says so); the half that draws was not. Relations are the easy case: those never shown are drawn right at least as often as those shown (86 % here; in the table below 77 and 78 against 71 %, within chance). Over all kinds of prompts they are harder, as the record at the end shows: 48 and 54 against 60 %.

## Practise

Eight rounds of thirty prompts. There are sixty, so that each is drawn four times, by what the last round has made of the model.

**Predict**: which of the three kinds will gain most? Nothing is taught about the new ones.
""");

page.Code();
var result = new Experiment(run, model, [recipe], oracle)
    .Run(practice, tested, "lesson 06", new LiveProgress());
page.Show(ScoreTable.Of([.. result.Systems]));

page.Code();
foreach (var table in ExperimentTables.ByGroup(result))
{
    display(table);
}
page.Show(string.Join("\n", ExperimentReport.Findings(result)));

page.Prose("""
What is counted is the combination, and only ten practised ones are tested here, so that their interval is wide. In the run that is stored here the gain over all prompts is larger than chance explains, and so is that of the new combinations, which no round asked for. That makes sense of a relation: what is learnt is how two things stand to each other, not this pair of things. The last sentence names a side effect, if there is one; lesson 10 looks into it.

## Round by round

The lines are the pictures that the rounds learnt from: how many the judge says yes to, and how many are right. Nobody told the model the truth.
""");

page.Code();
page.Show(RoundCurve.Of(result, recipe.Name));

page.Prose("""
Of the first evaluated pictures those that are right before and wrong after, or the other way round, from the same noise.
""");

page.Code();
var last = new TrainingId(recipe.Name, 0, recipe.Rounds - 1).Name;
page.Show(PictureTable.WhereSystemsDiffer(recipe.Evaluation.Plan(tested), 8,
    ("before", run, "base"), ("after", run, last)));

page.Prose("""
## The record: every kind of prompt, twenty-four rounds

Relations are what this model learns most easily, and they were picked for these two minutes because of that. The record has all seven categories, 24 rounds of 504 pictures and three trainings of each recipe: `verdict` with practice, `unpractised` with as many pictures of the usual prompts, and the control, which learns from rendered pictures of those. Each draws at the guidance that is best for it on other prompts. Beside them stands what costs no training: the untrained model draws four or eight pictures, and its own judge picks one. `srum run --recipe practice/control,practice/unpractised,practice/verdict` makes it in two to three hours.

**Predict**: on which kind of prompts will `unpractised` be better than `verdict`?
""");

page.Code();
var record = ExperimentResult.Read("../data/results/practice.json");
foreach (var table in ExperimentTables.ByGroup(record))
{
    display(table);
}
page.Show(RoundCurve.Of(record, "verdict"));

page.Prose("""
With practice, practised combinations gain 12.0 ± 13.4 points on record, drawn ones 4.2 ± 8.8 and new ones 2.4 ± 8.7. Without it, it is 3.7 ± 10.7, 8.5 ± 8.4 and 5.2 ± 8.2. Over all prompts both gain the same, 6.0 ± 6.1 and 5.8 ± 5.2. So the gain leans to where the prompts go, but three trainings cannot tell 12.0 ± 13.4 from 3.7 ± 10.7, and that practice makes the gain larger is not shown. By category relations rise by 19 points and riddles and fills by 9, while colours fall by 8 and shapes hardly move.

The best of four pictures by the own judge gains 22.6 ± 5.6 points at once, the best of eight 26.0 ± 6.8. The judge knows far more than three trainings have taught the generator; but it must be asked for every picture, and four are drawn for one.

The curve says what a table of the end cannot: practised combinations rise from 53 % of the first three rounds to 61 % of the last four, most of it in the first ten rounds, and the judge's yes stays within 4 points of the truth all the way: it is not fooled. One side effect is there all the same: the alarm for object size rings, with practice and without.

**Your turn.** To which practised prompts does the judge still say no in the last round, and why?
""");

page.Code();
var end = run.Round(last);
bool IsPractised(JudgeRecord one) =>
    groups.Of(new(one.PromptId, one.Prompt, "spatial"))?.Group == PromptGroup.Practised;
var refused = JudgeStage.Read(end).Where(one => one.Sample?.Score < 0 && IsPractised(one));
page.Show(new PictureGrid([.. refused.Take(8).Select(one => new GridPicture(
    end.Picture(one.PictureFile), $"{one.Prompt}: {one.Replies[^1].Text}"))]));

page.Prose("""
**On BAGEL-7B** nothing is left out of pretraining on purpose, and nobody knows what it was shown. What carries over is the rule: let the practice ask for what the model sometimes gets right, and measure on prompts of a kind that the practice did not ask for, too.

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Mixed);
var recipe = Recipe.Read("../data/recipes/practice/verdict.json", model.Settings.Draw);
```

That recipe then needs prompts of your own (`rollout.promptSet`) and a judge that writes a chain of yes and no.

**Summary.** A model can learn what it was never taught to draw, if it succeeds now and then and its judge can tell. Practice goes where prompts go. Gains on what was practised are expected; gains on what is new are the finding.

**Exercises.**
1. Practise nothing new: give the experiment the prompts of `rollout` in place of `practice`, in a run folder of its own. Over all tested relations, does it gain more or less than the practice above?
2. Let the practice go where the judge is undecided: `recipe with { Rollout = recipe.Rollout with { Order = PromptOrder.Undecided } }`. Which prompts does the last round ask for?
3. How sure is the gain on new combinations? The stored run has +12.2 ± 8.4 points from 33 of them. How many would halve the interval?

<details><summary>Solutions</summary>

1. On record the same number of pictures of the usual prompts gains 3.7 ± 10.7 points on what `verdict` practised, against 12.0 ± 13.4. Three trainings cannot tell these apart, and one run of this size can even less.

   ```csharp
   var usual = RunFolder.Open($"{run.Path}-usual");
   var unpractised = new Experiment(usual, model, [recipe], oracle)
       .Run(Some("rollout"), tested, "lesson 06", new LiveProgress());
   ScoreTable.Of([.. unpractised.Systems])
   ```

2. Those of which about half of the earlier pictures were judged right: p(1 − p) is largest there, and prompts never asked for come first.

   ```csharp
   var chosen = recipe with {
       Rollout = recipe.Rollout with { Order = PromptOrder.Undecided } };
   var choosing = RunFolder.Open($"{run.Path}-undecided");
   new Experiment(choosing, model, [chosen], oracle)
       .Run(practice, tested, "lesson 06", new LiveProgress());
   string.Join("\n", RolloutStage.Read(choosing.Round(last))
       .Select(one => one.Prompt).Distinct())
   ```

3. About 132: an interval shrinks with the square root of what is counted, so that four times as many combinations halve it. More prompts about the same ones do not.

</details>
""");

page.Write();
