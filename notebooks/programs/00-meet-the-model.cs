// What notebooks/00-meet-the-model.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/00-meet-the-model.cs               writes artifacts/pages/00-meet-the-model.html
//   dotnet run notebooks/programs/00-meet-the-model.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Shapes;
using Srum.Studies;

var page = LessonPage.Begin(args);
void display(object value) => page.Show(value);

page.Prose("""
# 00 · Meet the model

*1 minute · 0.5 GB of memory · seeds from 1 on*

A *unified* model has two halves in one body: one draws what it is told, the other looks at pictures and answers. SRUM lets the second teach the first. Here you meet the small world that it draws, open the small BAGEL of this repository, have it draw, ask it what it sees, and look at how it is built.

Afterwards you know what counts as right in this world, what goes into such a model and what comes out, which parts it has, and which of them SRUM trains.

In the paper: unified models and their two halves, section 2 ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784)). In the code: [UnifiedModel.cs](../src/Srum/Models/UnifiedModel.cs) opens a model, [IUnifiedModel.cs](../src/Srum/Models/IUnifiedModel.cs) is all that methods know of one, [Decoder.cs](../src/Srum/Models/Bagel/Decoder.cs) is the body with both experts, [BagelFootprint.cs](../src/Srum/Models/Bagel/BagelFootprint.cs) counts the parts.

Build once before you begin (`dotnet build -c Release`): it lays out `artifacts/kit`, which the next cell loads. No download follows.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var prompt = "a red circle left of a blue square";

page.Prose("""
## The loop

All lessons are about one loop. Orange steps are done by the half of the model that draws, green ones by the half that looks; nobody else takes part.
""");

page.Code();
page.Show(new LoopFigure());

page.Prose("""
Lessons 01 and 02 draw, 03 judges, 04 weighs, 05 trains, 06 practises what the model never drew. 07 and 08 take the loop apart, 09 and 10 ask whether it works and why, 11 leaves the small world.

## The world

Pictures of 32 × 32 pixels have **2 × 2 cells**, and a cell holds one object or none. An object has a shape (circle, square, triangle, cross), a colour (red, green, blue, yellow, purple), a fill (solid or outline) and a size (small or big). What a prompt does not say is free; an object that it does not name must not be there.

*Left of* and *right of* mean neighbours **in one row**, *above* and *below* neighbours **in one column**. Diagonal neighbours stand in no relation.

The pictures below are made by a program, for the prompt of this lesson, “a red circle left of a blue square”. A second program, the *oracle*, reads pictures of this world exactly and gives its reason where one is wrong.

**Predict**, before you read the marks: which of these five pictures are right?
""");

page.Code();
var oracle = new OracleEvaluator();
SceneObject Circle(int cell) => SceneObject.At(cell, ObjectColour.Red, ObjectShape.Circle);
SceneObject Square(int cell) => SceneObject.At(cell, ObjectColour.Blue, ObjectShape.Square);
SceneObject[][] scenes = [[Circle(0), Square(1)], [Circle(2), Square(3)], [Circle(0), Square(3)],
    [Circle(1), Square(0)], [Circle(0), Square(1), Square(3)]];
GridPicture Judged(Picture picture) => new(picture, "", Score:
    oracle.Score([new EvaluatedPicture(new("", prompt, ""), picture)])[0]);
page.Show(new PictureGrid([.. scenes.Select(objects =>
    Judged(SceneRenderer.Render(new Scene(Background.Grey, objects))))]));

page.Prose("""
The number beside a mark says how much of the prompt is right, from 0 to 1. The oracle is there for you: it never teaches the model, no reward is made of what it says.

## It draws

**Predict**: four seeds, one prompt. Will the four pictures be alike? What may differ in a picture that is still right?
""");

page.Code();
var requests = Enumerable.Range(7, quick ? 2 : 4)
    .Select(seed => new DrawRequest(prompt, seed)).ToList();
var drawings = model.Draw(requests, model.Settings.Draw);
page.Show(new PictureGrid([.. drawings.Zip(requests, (drawing, request) =>
    new GridPicture(drawing.Picture, prompt, request.Seed))]));

page.Prose("""
A seed decides the noise that a picture begins as, so the same seed gives the same picture again. Size, place and fill were left open by the prompt: there pictures may differ and still be right.

## It looks

Now the other half of the same model looks at the first picture. **Predict**: will the model see what you see?
""");

page.Code();
var question = new Question([drawings[0].Picture], "describe the picture");
var answer = model.Answer([question], new AnswerSettings { MaxTokens = 64 })[0];
page.Show(new PictureView(drawings[0].Picture, answer));

page.Prose("""
Nobody told it the prompt this time: the words come from the pixels. The oracle is the third witness, by which you can check both halves.
""");

page.Code();
var right = drawings.Count(drawing => SceneOracle.Truth(prompt, drawing.Picture).Correct);
page.Show($"By the oracle, {right} of these {drawings.Count} pictures show what was asked for.");

page.Prose("""
**Your turn.** Change the prompt and run the cell again: stay in the world, then leave it. (Whatever a cell ends with shows itself: pictures, a model, a run.)
""");

page.Code();
var mine = "two green crosses";
page.Show(DrawnPicture.Draw(model, [new("mine", mine, "")], 4, model.Settings.Draw, oracle));

page.Prose("""
## How it is built

A picture becomes tokens in two ways. To be *looked at*, it goes through a vision encoder: tokens that say what is there. To be *drawn*, it is a grid of latents of an autoencoder, which starts as noise and becomes a picture step by step. Words are tokens as everywhere.

All tokens pass through one stack of layers, and each layer has **two experts**: one set of weights for words and seen pictures (understanding), one of the same size for latents (generation). A token meets its own expert's weights only. But each layer has **one attention**, over all tokens of both kinds: that is how a drawing follows its prompt, and why what one half knows is within the other's reach. The design is called a *mixture of transformers*.

**Predict**: which of the parts is the largest? What share of all numbers does SRUM train?
""");

page.Code();
var size = new BagelFootprint(BagelConfig.Read("../data/model"));
var published = new BagelFootprint(BagelConfig.Published);
display(FootprintViews.Parameters(("this model", size), ("BAGEL-7B-MoT", published)));
page.Show($"SRUM trains {100.0 * size.TrainedParameters / size.Parameters:0} % of this model's "
    + $"{size.Parameters:N0} numbers: the half that draws. The half that looks, and judges, stays.");

page.Prose("""
The same code opens both columns of the table: sizes come from config files, names of weights are the published ones. **On BAGEL-7B** the cells above run with one line changed; lesson 11 counts what that takes.

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA);
```

**Summary.** One model drew, and then looked at its own drawing with other weights and the same attention. Where it sees better than it draws, its eye can teach its hand: that is the whole idea of self-rewarding. Whether it does see better is a question for lessons 03 and 10.

**Exercises.**
1. Draw a prompt of your own, such as `"four green crosses"`, with ten seeds. How many pictures have four?
2. Set `TextGuidance` to 1 and to 4 (`model.Settings.Draw with { TextGuidance = 4 }`). What changes?
3. Ask about a picture of which you know that it is wrong. Does the answer describe the picture, or what the prompt had asked for?

<details><summary>Solutions</summary>

1. The oracle counts:

   ```csharp
   var four = "four green crosses";
   var ten = DrawnPicture.Draw(model, [new("four", four, "")], 10, model.Settings.Draw, oracle);
   display(ten);
   $"{ten.Count(picture => picture.Score.Correct)} of these ten show four green crosses."
   ```

2. The same noise under three settings. With 1 the picture strays from the prompt more easily; with 4 it is pushed harder than this model's own value does. Lesson 01 measures both.

   ```csharp
   Picture Guided(double scale) => model.Draw(
       [requests[0]], model.Settings.Draw with { TextGuidance = scale })[0].Picture;
   double[] strengths = [1, model.Settings.Draw.TextGuidance, 4];
   new PictureGrid([.. strengths.Select(scale =>
       new GridPicture(Guided(scale), $"guidance {scale}"))])
   ```

3. The answer describes the picture: it cannot know the prompt, for the question holds the picture alone. What it gets wrong, it sees wrongly.

   ```csharp
   var turned = SceneRenderer.Render(new Scene(Background.Grey, [Square(0), Circle(1)]));
   var seen = model.Answer([new Question([turned], "describe the picture")],
       new AnswerSettings { MaxTokens = 64 })[0];
   new PictureView(turned, $"the prompt had been: {prompt}; the answer: {seen}")
   ```

</details>
""");

page.Write();
