// What notebooks/11-go-real.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/11-go-real.cs               writes artifacts/pages/11-go-real.html
//   dotnet run notebooks/programs/11-go-real.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Audits;
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Planning;
using Srum.Pretraining;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Studies;
using Srum.Text;
using Srum.Training;
using Srum.Weights;
using System.IO;

var page = LessonPage.Begin(args);
void display(object value) => page.Show(value);

page.Prose("""
# 11 · Go real

*1 minute · 0.9 GB of memory · seed 1*

The code of these lessons opens BAGEL-7B-MoT: same files, same names of weights, same parser for its configs. What changes is size. Here you work out what the real model takes before you download it, and try everything else on a miniature in the same format with random weights.

Afterwards you know where the parameters are, what drawing and training take in memory and time, what to change where it does not fit, what a model folder must hold, how wrong folders are refused, and how a second design is opened by the same cells.

In the paper: the recipe and its cost ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), appendix, table 7). In the code: [BagelFootprint.cs](../src/Srum/Models/Bagel/BagelFootprint.cs) does the arithmetic, [UnifiedModel.cs](../src/Srum/Models/UnifiedModel.cs) opens folders, [ModelInspection.cs](../src/Srum/Models/ModelInspection.cs) is what `srum inspect` prints, [RandomModel.cs](../src/Srum/Models/RandomModel.cs) writes the miniature, [PlannedRun.cs](../src/Srum/Planning/PlannedRun.cs) is what `srum plan` says.
""");

page.Code();
var quick = page.IsQuick;
var seven = new BagelFootprint(BagelConfig.Published);
var tiny = new BagelFootprint(BagelConfig.Read("../data/model"));
string NewFolder(string name) => Directory.CreateTempSubdirectory("srum-" + name).FullName;

page.Prose("""
## Where the parameters are

"7B" is the size that works on any one token. The model has two experts of that size, one for understanding and one for generation, and both must be in memory ([lesson 00](00-meet-the-model.ipynb) has the table). The figures follow from the config files alone; a test holds them against the names and shapes of all 1,467 published tensors.

**Predict**: how many parameters has BAGEL-7B in all? Which share of them does SRUM train?
""");

page.Code();
string Billions(long numbers) => $"{numbers / 1e9:0.0} billion";
page.Show($"{Billions(seven.Parameters)} parameters, {Billions(seven.TrainedParameters)} of them trained.");

page.Prose("""
## Does it fit?

Published weights are bf16: two bytes a number. Drawing needs them, the keys and values of what was read, and what passes through the layers. Training needs a gradient and two moments for every trained number too, in fp32, and what each layer keeps for the way back. `srum plan` adds it up from configs and headers alone, and says what to change where it does not fit. Here is what it says of a card of 80 GB.

**Predict**: does judging fit, in bf16? Does training the generation half, a batch of 16 pictures at once?
""");

page.Code();
var card = 80L << 30;
var words = Tokenizer.Open("../data/model");
var bagel = PlannedModel.Of("BAGEL-7B-MoT", BagelConfig.Published, words);
var paper = Recipe.Read("../data/recipes/paper.json", new DrawSettings());
PlannedRun Plan(PlanStage stage, ModelPrecision precision) =>
    new(bagel, stage, paper, precision, PromptTokens: 30);
display(PlanViews.Of(Plan(PlanStage.Judge, ModelPrecision.Bf16), card));
page.Show(PlanViews.Of(Plan(PlanStage.Train, ModelPrecision.Fp32), card));

page.Prose("""
Each change of the second table stands on top of those before it. With all of them the training fits: what passes is computed again on the way back, one picture goes through at a time, and adapters take the weights' place in the optimiser.

## Adapters

A *low-rank adapter* (LoRA) leaves a matrix *W* as it is and learns a difference of low rank beside it, *W* + (α / *r*) · *B* *A*. With rank *r* = 16 a matrix of 3584 × 3584 gets 115 thousand numbers to learn in place of 12.8 million. The optimiser holds two moments for what it trains, and for nothing else.

**Predict**: on the tiny model, how much of the optimiser's memory do adapters of rank 16 save? (Its matrices are 192 wide.)
""");

page.Code();
string Held(long numbers) => $"{8.0 * numbers / 1e6:N1} MB";
page.Show(new FactTable(["the optimiser holds", "trained whole", "adapters of rank 16"], [
    ["the tiny model", Held(tiny.TrainedParameters), Held(tiny.AdapterParameters(16))],
    ["BAGEL-7B", Held(seven.TrainedParameters), Held(seven.AdapterParameters(16))]]));

page.Prose("""
Now train some: a few steps on rendered pictures. The adapters stay beside the weights, and the model draws with both.
""");

page.Code();
var model = UnifiedModel.Open("../data/model");
var prompts = EvaluationPrompt.Sample(PromptSet.Read("../data/prompts/rollout.json"), 2);
TrainExample Example(EvaluatedPicture right) =>
    new(right.Prompt.Id, right.Prompt.Text, () => right.Picture, null);
var trials = AuditTrials.RightAndWrong(prompts, pairs: 1, seed: 1);
TrainExample[] examples = [.. trials.Where((_, i) => i % 2 == 0).Select(Example)];

page.Code();
var settings = new TrainSettings { Objective = new Supervised(), Steps = quick ? 2 : 12,
    BatchSize = 8, WarmUpSteps = 2, LearningRate = 1e-3, Lora = new LoraSettings() };
var steps = new List<TrainStep>();
using (var trainer = new Trainer(model, examples, settings)) { trainer.Run(report: steps.Add); }
page.Show($"{steps.Count} steps, error {steps[0].Loss:0.000} at first, {steps[^1].Loss:0.000} at last.");

page.Prose("""
That the error rose says nothing: every step draws other times and noises, and they change it far more than twelve steps of learning do.

Saved, the adapters are *merged*: *W* + (α / *r*) · *B* *A* becomes the new *W*, and nobody who opens the folder can tell that there were any. **Predict**: will the merged model draw the same picture?
""");

page.Code();
var merged = NewFolder("merged");
model.Save(merged);
DrawRequest[] request = [new("a red circle left of a blue square", 1)];
Picture Drawn(IUnifiedModel by) => by.Draw(request, by.Settings.Draw)[0].Picture;
double Off(Picture a, Picture b) => a.Rgb.Zip(b.Rgb, (x, y) => Math.Abs(x - y)).Average();
var (beside, into) = (Drawn(model), Drawn(UnifiedModel.Open(merged)));
display($"The two differ by {Off(beside, into):0.000} of 255 levels on average: rounding.");
page.Show(new PictureGrid([new(beside, "adapters beside the weights"), new(into, "merged")]));

page.Prose("""
## Time and money

A picture of 1024 × 1024 pixels is 4,096 latent tokens, and every step sends all of them through the generation expert, twice where guidance acts. The speed of the card is an assumption: change it. What this machine does is measured.
""");

page.Code();
var here = Srum.Native.Operations.MatrixRate();
var draw = seven.DrawOperations(new DrawSettings(), promptTokens: 30);
var judge = seven.JudgeOperations(980, 980, questionTokens: 400, replyTokens: 300);
var small = tiny.DrawOperations(model.Settings.Draw, promptTokens: 15);
page.Show(FootprintViews.Durations([("BAGEL-7B draws a picture, 50 steps", draw),
    ("BAGEL-7B answers one question of a judge", judge),
    ("the tiny model draws a picture", small)],
    ("this machine, fp32", here), ("a card at 400 · 10¹² a second", 400e12)));

page.Prose("""
The judge writes its reply token by token, and each token reads all weights once: there memory bandwidth decides, not operations, until many pictures are judged in one batch. So the real time of judging is above this bound, and batches matter.

What a whole round costs in the paper: less than 4 H100 hours to judge 6,000 pictures, 12.5 to train on them. The price is yours to fill in.
""");

page.Code();
var (judging, training, pricePerHour, pictures) = (4.0, 12.5, 2.5, 6000);
var drawing = pictures * draw / 400e12 / 3600;
var hours = drawing + judging + training;
page.Show($"Drawing {pictures} pictures takes {drawing:0.0} hours or more, judging {judging}, training "
    + $"{training}: about {hours:0} card hours, {hours * pricePerHour:0} at {pricePerHour} an hour.");

page.Prose("""
## A miniature of the format

The folder below has the published file names and tensors, bf16 weights and an fp32 autoencoder, at the tiny model's sizes and with random weights. It stands in for a download of 29 GB.
""");

page.Code();
var folder = NewFolder("miniature");
RandomModel.Write(folder, describedBy: "../data/model", seed: 1);
page.Show(FootprintViews.Folder(ModelInspection.Read(folder)));

page.Prose("""
That is `srum inspect FOLDER` as a table: it reads headers and configs, not the weights, so it answers at once for 29 GB too. Random weights draw noise in any precision, so the next cell takes the trained tiny model, which is stored in the same format, and opens it in both precisions.

**Predict**: half the memory. How different will the pictures be?
""");

page.Code();
long Bytes(IUnifiedModel of) =>
    of.Parameters.Sum(parameter => parameter.Value.numel() * parameter.Value.element_size());
var wide = UnifiedModel.Open("../data/model");
var narrow = UnifiedModel.Open("../data/model", precision: ModelPrecision.Bf16);
var (exact, rounded) = (Drawn(wide), Drawn(narrow));
display($"They differ by {Off(exact, rounded):0.00} of 255 levels on average.");
page.Show(new PictureGrid([new(exact, $"fp32, {Bytes(wide):N0} bytes"),
    new(rounded, $"bf16, {Bytes(narrow):N0} bytes")]));

page.Prose("""
Both start from the same noise and the same stored weights: what differs is the rounding of every product on the way. A model in bf16 is refused by the trainer, because steps of 10⁻⁵ vanish in eight significant bits. And its records are never mixed with those of fp32: the precision is part of the model's identity.

## Folders that are wrong

A weight that is missing, left over or misshapen is named, and nothing is ever left random. Here a config promises a layer more than the weights have.
""");

page.Code();
var config = Path.Combine(folder, "llm_config.json");
var original = File.ReadAllText(config);
string Layers(int count) => $"\"num_hidden_layers\": {count}";
var layers = tiny.Config.Language.Layers;
File.WriteAllText(config, original.Replace(Layers(layers), Layers(layers + 1)));
var promised = ModelInspection.Read(folder);
File.WriteAllText(config, original);
page.Show($"{promised.Missing.Count} tensors are missing, {promised.Missing[0]} first; "
    + (promised.IsComplete ? "it opens." : "it does not open."));

page.Prose("""
The other common case: a checkpoint from a training of the generation half alone comes without the vision encoder. It opens only with the model that it was trained from as its base.
""");

page.Code();
var generator = NewFolder("generator");
using (var weights = SafetensorsFile.Open(Path.Combine(folder, "ema.safetensors")))
{
    SafetensorsWriter.Write(Path.Combine(generator, "ema.safetensors"), weights.Names
        .Where(name => !name.StartsWith("vit_") && !name.StartsWith("connector"))
        .Select(name => KeyValuePair.Create(name, weights.Read(name))));
}

page.Show(FootprintViews.Folder(ModelInspection.Read(generator, baseFolder: folder)));

page.Code();
string Opens(string from)
{
    try { using var opened = UnifiedModel.Open(generator, baseFolder: from); return "opens"; }
    catch (Srum.SrumException refused) { return refused.Message; }
}

page.Show($"alone: {Opens(null).Replace(generator, "the folder")}\nwith its base: {Opens(folder)}");

page.Prose("""
## The same door, another design

BAGEL draws by a flow: all tokens of a picture at once, again and again. Janus-Pro draws as one writes: one of 16,384 codes after the other, 576 for a picture, with the decoder that also reads. Its 1B model has weights of 4.2 GB in bf16. `UnifiedModel.Open` tells the two apart by `config.json`, and nothing below asks which is which.

`data/model` and `data/janus` are tiny models of the two designs, which learnt one world from the same scenes ([their card](../data/README.md)). The Janus is the weaker one: it had a third of the training.
""");

page.Code();
var models = new Dictionary<string, IUnifiedModel>
{
    ["BAGEL"] = UnifiedModel.Open("../data/model"), ["Janus"] = UnifiedModel.Open("../data/janus"),
};

page.Code();
string[] wishes = ["a red circle left of a blue square", "three green crosses",
    "a yellow outline triangle"];
var asked = wishes.Select((wish, i) => new EvaluationPrompt($"{i}", wish)).ToArray();
IReadOnlyList<DrawnPicture> Shown(IUnifiedModel of) =>
    DrawnPicture.Draw(of, asked, 1, of.Settings.Draw, new OracleEvaluator());

var both = models.Values.Select(Shown).ToArray();
page.Show(new PictureTable([.. models.Keys], [.. asked.Select((wish, i) => new PictureRow(wish.Text,
    [.. both.Select(of => new PictureCell(of[i].Picture, wish.Text, of[i].Score))]))]));

page.Prose("""
What each learns from a picture differs: a flow learns its velocity, 32 numbers for each of 4 × 4 tokens here; a Janus its codes, one a token. A reward map weighs both, token by token ([docs/negative-branch.md](../docs/negative-branch.md) has the loss for codes).

**Predict**: one of the two refuses to draw in seven steps. Which, and why?
""");

page.Code();
string Target(IUnifiedModel of)
{
    using var target = of.Encode(exact);
    return string.Join(" × ", target.shape);
}

string Asked(IUnifiedModel of)
{
    try { of.Check(of.Settings.Draw with { Steps = 7 }); return "draws in seven steps"; }
    catch (Srum.SrumException refused) { return refused.Message; }
}

page.Code();
page.Show(string.Join("\n", models.Select(pair =>
    $"{pair.Key}: a target of {Target(pair.Value)}; {Asked(pair.Value)}")));

page.Prose("""
## Does self-rewarding pay on codes?

On record are four rounds of `verdict` and of SFT with the tiny Janus, three trainings each, on the 490 prompts of `test`; `srum run --model data/janus` with the settings that stand in the file.

**Predict**: of two pictures of a prompt, a right and a wrong one, its judge likes the right one better in seven of ten cases; the BAGEL's does in nine of ten. What does that leave of the gain?
""");

page.Code();
page.Show(new ExperimentTable(ExperimentResult.Read("../data/results/janus.json")));

page.Prose("""
SFT on its own pictures takes 16.3 ± 13.5 points from it. For `verdict` no change was found, +0.4 ± 5.1; it ends 16.7 ± 13.4 above SFT, where the BAGEL's ends 10.6 ± 3.8 above. Whether a better judge would help stays open: with the truth in its place two trainings had −1.1 ± 6.9 ([LOG.md](../LOG.md#on-codes-the-bounded-loss-keeps-what-sft-loses-and-gains-nothing-yet) has other rules that were tried). Two records of one method on one world, and they differ: a result belongs to a model, too.
""");

page.Prose("""
**Your turn.** A machine of your own: how much memory has it, and what of the paper's recipe fits? Change the stage and the precision.
""");

page.Code();
var mine = 24L << 30;
page.Show(PlanViews.Of(Plan(PlanStage.Judge, ModelPrecision.Bf16), mine));

page.Prose("""
## On the real model

With 29 GB of weights in a folder, a card, and `SRUM_BUILD_FLAGS=-p:TorchDevice=cuda` in the environment:

```
srum inspect …/BAGEL-7B-MoT
srum draw "a red circle left of a blue square" --model …/BAGEL-7B-MoT --device cuda --precision bf16 --out picture.png
srum judge picture.png --prompt "a red circle left of a blue square" --recipe paper --model …/BAGEL-7B-MoT --device cuda --precision bf16
srum rollout --run runs/mine --recipe paper --set rollout.promptSet=my-prompts.json --model …/BAGEL-7B-MoT --device cuda --precision bf16 --shard 1/8
```

and in every lesson `UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Bf16)`. On the CPU it opens too, given 32 GB of memory; the table above says how long a picture takes.

[docs/researchers.md](../docs/researchers.md) goes from the published weights and files to a result with every command: `srum plan`, `srum import`, judges behind endpoints, adapters, benchmarks, and back to the authors' formats.

**What is not there.** Eight-bit weights, and several cards for one model. The CUDA package could not be had where this kit was built: drawing, judging and training ran on a card with another build of the same library; what `-p:TorchDevice=cuda` restores is untried ([environment.md](../environment.md)). Neither BAGEL-7B nor Janus-Pro was trained here with its published weights.

**Summary.** "7B" is 14.7 billion numbers in all, 13.1 of them in the two experts. Trained whole it does not fit a card of 80 GB; with adapters, one picture at a time and layers computed twice it does. Any folder in the published format opens, whatever its sizes, and a wrong one says what is wrong.

**Exercises.**
1. Halve `num_hidden_layers` of the published config. What is left in memory, and which parts do not shrink?
2. How many pictures can be judged in one batch in the memory that the weights leave free on 80 GB, if each context has 5,000 tokens?
3. What must be true of the link to a remote judge (pictures a second, bytes a picture) so that it is faster than the local one?

<details><summary>Solutions</summary>

1. The two experts halve; words, latents, vision encoder, tables and autoencoder stay. The cell says whether that is so:

   ```csharp
   var half = new BagelFootprint(BagelConfig.Published with
       { Language = BagelConfig.Published.Language with { Layers = 14 } });
   display(FootprintViews.Parameters(("28 layers", seven), ("14 layers", half)));
   half.Parts.Except(seven.Parts).Select(part => part.Name)
       .SequenceEqual(["understanding expert", "generation expert"])
   ```

2. At most so many by the contexts alone, and far fewer in fact: the plan of judging above has gigabytes of passing tensors for four questions, so that some twenty to forty fit.

   ```csharp
   (card - seven.WeightBytes(ModelPrecision.Bf16)) / seven.KeyValueBytes(5000, ModelPrecision.Bf16)
   ```

3. A PNG of 1024 × 1024 is one to two megabytes; in practice the local judge needs more than this bound. Compare with your line's upload.

   ```csharp
   var atBest = judge / 400e12;
   $"The card needs {atBest:0.00} s a question or more: to be as fast, a link must send "
       + $"{1 / atBest:0} pictures a second, {1 / atBest:0} to {2 / atBest:0} MB."
   ```

</details>
""");

page.Write();
