// What notebooks/00-meet-the-model.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/00-meet-the-model.cs               writes artifacts/pages/00-meet-the-model.html
//   dotnet run notebooks/programs/00-meet-the-model.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Display;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Shapes;

var page = LessonPage.Begin(args);
void display(object value) => page.Show(value);

page.Prose("""
# 00 · Meet the model

*1 minute · 0.5 GB of memory · seeds from 7 on*

A *unified* model has two halves in one body: one draws what it is told, the other looks at pictures and answers. SRUM lets the second teach the first. Here you open the small BAGEL of this repository, have it draw, ask it what it sees, and look at how it is built.

Afterwards you know what goes into such a model and what comes out, which parts it has, and which of them SRUM trains.

In the paper: unified models and their two halves, section 2 ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784)). In the code: [UnifiedModel.cs](../src/Srum/Models/UnifiedModel.cs) opens a model, [IUnifiedModel.cs](../src/Srum/Models/IUnifiedModel.cs) is all that methods know of one, [Decoder.cs](../src/Srum/Models/Bagel/Decoder.cs) is the body with both experts, [BagelFootprint.cs](../src/Srum/Models/Bagel/BagelFootprint.cs) counts the parts.

Build once before you begin (`dotnet build -c Release`): it lays out `artifacts/kit`, which the next cell loads. No download follows.
""");

page.Code();
var quick = page.IsQuick;
var model = UnifiedModel.Open("../data/model");
var prompt = "a red circle left of a blue square";

page.Prose("""
## It draws

**Predict**: four seeds, one prompt. Will the four pictures be alike? What may differ in a picture that is still right?
""");

page.Code();
var requests = Enumerable.Range(7, quick ? 2 : 4).Select(seed => new DrawRequest(prompt, seed)).ToList();
var drawings = model.Draw(requests, model.Settings.Draw);
page.Show(new PictureGrid([.. drawings.Zip(requests, (drawing, request) => new GridPicture(drawing.Picture, prompt, request.Seed))]));

page.Prose("""
The model draws 32 × 32 pixels; you see them enlarged. A seed decides the noise that a picture begins as, so the same seed gives the same picture again. Size, place and fill were left open by the prompt: there pictures may differ and still be right.

## It looks

The same weights now look at the first picture. **Predict**: will the model see what you see?
""");

page.Code();
var question = new Question([drawings[0].Picture], "describe the picture");
var answer = model.Answer([question], new AnswerSettings { MaxTokens = 64 })[0];
page.Show(new PictureView(drawings[0].Picture, answer));

page.Prose("""
Nobody told it the prompt this time: the words come from the pixels. In this small world there is a third witness, an *oracle* that reads pictures exactly. It never teaches the model; it lets you check both of its halves.
""");

page.Code();
var right = drawings.Count(drawing => SceneOracle.Judge(PromptParser.Parse(prompt), drawing.Picture).Correct);
page.Show($"By the oracle, {right} of these {drawings.Count} pictures show what was asked for.");

page.Prose("""
## How it is built

A picture becomes tokens in two ways. To be *looked at*, it goes through a vision encoder: tokens that say what is there. To be *drawn*, it is a grid of latents of an autoencoder, which starts as noise and becomes a picture step by step. Words are tokens as everywhere.

All tokens pass through one stack of layers, and each layer has **two experts**: one set of weights for words and seen pictures (understanding), one of the same size for latents (generation). A token meets its own expert's weights only. But each layer has **one attention**, over all tokens of both kinds: that is how a drawing follows its prompt, and why what one half knows is within the other's reach. The design is called a *mixture of transformers*.

**Predict**: which of the parts is the largest? What share of all numbers does SRUM train?
""");

page.Code();
var size = new BagelFootprint(BagelConfig.Read("../data/model"));
display(FootprintViews.Parameters(("this model", size), ("BAGEL-7B-MoT", new BagelFootprint(BagelConfig.Published))));
page.Show($"SRUM trains {100.0 * size.TrainedParameters / size.Parameters:0} % of this model's {size.Parameters:N0} numbers: the half that draws. The half that looks, and judges, stays as it is.");

page.Prose("""
The same code opens both columns of the table: sizes come from config files, names of weights are the published ones. **On BAGEL-7B** the cells above run with one line changed; lesson 10 counts what that takes.

```csharp
var model = UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA);
```

**Summary.** One model drew, and then looked at its own drawing with other weights and the same attention. Where it sees better than it draws, its eye can teach its hand: that is the whole idea of self-rewarding. Whether it does see better is a question for lessons 03 and 09.

**Exercises.**
1. Draw a prompt of your own, such as `"four green crosses"`, with ten seeds. How many pictures have four?
2. Set `TextGuidance` to 1 and to 4 (`model.Settings.Draw with { TextGuidance = 4 }`). What changes?
3. Ask about a picture of which you know that it is wrong. Does the answer describe the picture, or what the prompt had asked for?

<details><summary>Solutions</summary>

1. `model.Draw([.. Enumerable.Range(1, 10).Select(seed => new DrawRequest("four green crosses", seed))], model.Settings.Draw)`, then a `PictureGrid` as above, or `SceneOracle.Judge` to count.
2. With 1 the prompt guides less and pictures stray from it; with much more than the model's own value colours and edges are forced. Lesson 01 measures both.
3. It cannot know the prompt: the question holds the picture alone. What it gets wrong, it sees wrongly.

</details>
""");

page.Write();
