// What notebooks/02-think-first.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/02-think-first.cs               writes artifacts/pages/02-think-first.html
//   dotnet run notebooks/programs/02-think-first.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Display;
using Srum.Evaluation;
using Srum.Models;
using Srum.Prompts;
using Srum.Shapes;
using Srum.Studies;

var page = LessonPage.Begin(args);

page.Prose("""
# 02 · Think first

*1 minute · 0.9 GB of memory · seeds from 1 on*

Some prompts must be understood before they can be drawn: "a solid cross of the colour of grass". A unified model can *think* first: its understanding half writes the prompt in plain words, and its generating half draws from both.

Afterwards you know what a thought looks like, how much of the gain comes from the thought's content, and where thinking does nothing.

In the paper: SRUM is evaluated with and without thinking, and gains with both ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), tables 1 and 2). In the code: [BagelModel.cs](../src/Srum/Models/Bagel/BagelModel.cs) thinks and draws, [Riddles.cs](../src/Srum/Shapes/Riddles.cs) holds the phrases.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var draw = model.Settings.Draw;
var oracle = new OracleEvaluator();
var tune = PromptSet.Read("../data/prompts/tune.json");
var riddles = EvaluationPrompt.Sample(tune, quick ? 6 : 40, "reasoning");

page.Prose("""
## A thought

The model was taught to answer the word `think` and a prompt with what the prompt asks for. Here is what it writes. Nothing is looked up: the words come out of the same weights that later look at the picture.

**Predict**: which thoughts will be wrong, those about colours or those about numbers?
""");

page.Code();
var thinking = draw with { Think = true };
var thoughtful = DrawnPicture.Draw(model, [.. riddles.Take(8)], 1, thinking, oracle);
page.Show(new FactTable(["prompt", "thought"], [.. thoughtful.Select(picture => new[]
    { picture.Prompt.Text, picture.Drawing.Thought ?? "" })]));

page.Code();
string Meaning(EvaluationPrompt prompt) => PromptParser.Require(prompt.Text).Resolved;
var thoughts = DrawnPicture.Draw(model, riddles, 1, thinking with { Steps = 2 }, oracle);
var right = Estimate.Of([.. thoughts.Select(picture =>
    picture.Drawing.Thought == Meaning(picture.Prompt) ? 1.0 : 0.0)]);
page.Show($"{Figures.PerCent(right)} of {right.Count} thoughts say exactly what the prompt means (95 %).");

page.Prose("""
## With and without

The same prompts from the same noise, once drawn at once and once after a thought.

**Predict**: how many points does thinking gain on these prompts?
""");

page.Code();
var both = DrawSweep.Run(model, riddles, 4, [("at once", draw), ("after a thought", thinking)],
    oracle, new LiveProgress());
page.Show(PictureTable.BySetting(both, riddles[0]));

page.Prose("""
## What in the thought helps?

More text in front of a picture could help for other reasons than its content. Two controls tell: the *right* thought given by hand is what perfect thinking would reach, and *another prompt's* thought is what a thought without sense does.

**Predict**: will another prompt's thought be as good as none, or worse?
""");

page.Code();
var meanings = riddles.Select(Meaning).ToArray();
string[] others = [.. meanings.Skip(1), meanings[0]];
IReadOnlyList<DrawnPicture> Given(string[] given) =>
    DrawnPicture.Draw(model, riddles, 4, thinking, oracle, given, new LiveProgress());
(string Name, IReadOnlyList<DrawnPicture> Pictures)[] ways = [
    ("at once", both[0].Pictures), ("after its own thought", both[1].Pictures),
    ("after the right thought", Given(meanings)),
    ("after another prompt's thought", Given(others))];

page.Code();
string Gain(IReadOnlyList<DrawnPicture> after) =>
    Figures.Points(DrawnPicture.Difference(after, ways[0].Pictures));
page.Show(new FactTable(["drawn", "whole prompt right", "difference to drawing at once"],
    [.. ways.Select(way => new[]
        { way.Name, Figures.PerCent(DrawnPicture.Whole(way.Pictures)), Gain(way.Pictures) })],
    "With 95 % intervals over prompts."));

page.Prose("""
The differences have smaller intervals than the rates suggest: all rows drew the same prompts from the same noise.

## Phrases that were never drawn

For each colour and number there is a phrase of which pretraining only learnt *in text* what it means. It never saw a picture of it. There thinking should be worth most: the understanding half knows what the generating half was never shown.
""");

page.Code();
IReadOnlyList<DrawnPicture> Of(int way, bool drawn) => [.. both[way].Pictures
    .Where(picture => Riddles.IsDrawn(picture.Prompt.Text) == drawn)];
string[] Row(string name, bool drawn) => [name, $"{Of(0, drawn).Count / 4}",
    Figures.Points(DrawnPicture.Difference(Of(1, drawn), Of(0, drawn)))];
page.Show(new FactTable(["phrases", "prompts", "gained by thinking"],
    [Row("drawn in pretraining", true), Row("only told", false)],
    "With 95 % intervals over prompts."));

page.Prose("""
Of the phrases that were only told there are few: an interval of this width would hide a gain of several points, and a loss too. What one learns here is the size of the question, not its answer.

## Where it should do nothing

A prompt that says what it wants should gain nothing from being repeated.

**Predict**: nothing, or less than nothing?
""");

page.Code();
var asked = EvaluationPrompt.Sample(tune, quick ? 2 : 12)
    .Where(prompt => prompt.Category != "reasoning").ToList();
var repeated = DrawSweep.Run(model, asked, 2, [("at once", draw), ("after a thought", thinking)],
    oracle, new LiveProgress());
var change = DrawnPicture.Difference(repeated[1].Pictures, repeated[0].Pictures);
page.Show($"Plain prompts: {Figures.Points(change)} by thinking (95 %, {change.Count} prompts).");

page.Prose("""
**Your turn.** Give a thought by hand, right or wrong. Does the picture follow the prompt or the thought?
""");

page.Code();
var mine = "a blue solid cross";
page.Show(DrawnPicture.Draw(model, [riddles[0]], 4, thinking, oracle, [mine]));

page.Prose("""
**On BAGEL-7B** thinking is on by the same setting; the model's own template for it is used unless you name a file:

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA);
var picture = model.Draw([new DrawRequest("the national flower of Japan", 1)], model.Settings.Draw with { Think = true })[0];
```

**Summary.** A thought is text that the understanding half writes and the generating half reads. Its content decides what it is worth: compare the four rows. That a wrong thought ruins the picture is plain in the stored run (−69.4 ± 7.5 points); that a thought of its own helps is not shown by so few prompts (+5.6 ± 6.4). The paper draws its rollout with thoughts; the recipes here do so with `--set rollout.draw.think=true`. The judge is asked about the prompt as the user wrote it.

**Exercises.**
1. `ThoughtTemperature = 1` samples thoughts. How many of eight sampled thoughts of one prompt are right?
2. Give each riddle the thought "a red solid cross". How often does the picture follow the thought, how often the prompt?
3. Draw the told-only phrases without guidance. Does the gain by thinking grow?

<details><summary>Solutions</summary>

1. Eight thoughts, each with its picture:

   ```csharp
   var sampled = DrawnPicture.Draw(model, [riddles[0]], 8,
       thinking with { ThoughtTemperature = 1 }, oracle);
   var meant = sampled.Count(item => item.Drawing.Thought == Meaning(item.Prompt));
   $"{meant} of {sampled.Count} thoughts say what '{riddles[0].Text}' means."
   ```

2. Every picture is judged twice, once for the riddle and once for the thought:

   ```csharp
   var told = DrawnPicture.Draw(model, riddles, 4, thinking, oracle,
       [.. riddles.Select(_ => "a red solid cross")], new LiveProgress());
   var follow = Estimate.ByPrompt(told, item => item.Prompt.Id, item =>
       SceneOracle.Truth("a red solid cross", item.Picture).Correct ? 1 : 0);
   $"{Figures.PerCent(follow)} show the thought, "
       + $"{Figures.PerCent(DrawnPicture.Whole(told))} the prompt (95 %)."
   ```

3. `Row` reads what `both` holds:

   ```csharp
   both = DrawSweep.Run(model, riddles, 4, [("at once", draw with { TextGuidance = 1 }),
       ("after a thought", thinking with { TextGuidance = 1 })], oracle, new LiveProgress());
   new FactTable(["phrases, without guidance", "prompts", "gained by thinking"],
       [Row("drawn in pretraining", true), Row("only told", false)],
       "With 95 % intervals over prompts.")
   ```

</details>
""");

page.Write();
