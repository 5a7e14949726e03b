// What notebooks/10-go-real.ipynb shows, without a kernel. Made from it by 'srum notebooks programs': change the notebook.
//   dotnet run notebooks/programs/10-go-real.cs               writes artifacts/pages/10-go-real.html
//   dotnet run notebooks/programs/10-go-real.cs -- --quick    the same with less of everything
#:property PublishAot=false
#:property Nullable=disable
using Srum.Display;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Weights;
using System.Diagnostics;
using System.IO;

var page = LessonPage.Begin(args);

page.Prose("""
# 10 · Go real

*1 minute · 0.6 GB of memory · seed 1*

The code of these lessons opens BAGEL-7B-MoT: same files, same names of weights, same parser for its configs. What changes is size. Here you work out what the real model takes before you download it, and try everything else on a miniature in the same format with random weights.

Afterwards you know where the parameters are, what drawing and training take in memory and time, what a model folder must hold, how wrong folders are refused, and what this kit does not do yet.

In the paper: the recipe and its cost ([arXiv 2510.12784](https://arxiv.org/abs/2510.12784), appendix, table 7). In the code: [BagelFootprint.cs](../src/Srum/Models/Bagel/BagelFootprint.cs) does the arithmetic, [UnifiedModel.cs](../src/Srum/Models/UnifiedModel.cs) opens folders, [ModelInspection.cs](../src/Srum/Models/ModelInspection.cs) is what `srum inspect` prints, [RandomModel.cs](../src/Srum/Models/RandomModel.cs) writes the miniature.
""");

page.Code();
var quick = page.IsQuick;
var seven = new BagelFootprint(BagelConfig.Published);
var tiny = new BagelFootprint(BagelConfig.Read("../data/model"));
(string, BagelFootprint)[] both = [("BAGEL-7B-MoT", seven), ("the tiny model", tiny)];

page.Prose("""
## Where the parameters are

"7B" is the size that works on any one token. The model has two experts of that size, one for understanding and one for generation, and both must be in memory. The figures follow from the config files alone; a test holds them against the names and shapes of all 1,467 published tensors.

**Predict**: how many parameters has BAGEL-7B in all? Which share of them does SRUM train?
""");

page.Code();
page.Show(FootprintViews.Parameters(both));

page.Prose("""
## Memory

Published weights are bf16: two bytes a number. Opening them as fp32 doubles that and gains nothing for drawing, so `precision: ModelPrecision.Bf16` keeps them as they are. Training needs more than weights: a gradient and two moments for every trained number, in fp32. What passes through the layers meanwhile is an estimate. The one time it was measured, drawing a picture of 1024 × 1024 took 37 GB beside the weights; since then every stage lets go of its tensors, and no card has measured it again. Both fit 80 GB.

**Predict**: does BAGEL-7B fit a card of 80 GB for drawing? For training its generation half?
""");

page.Code();
int Side(BagelFootprint size) => size == seven ? 1024 : 32;
page.Show(FootprintViews.Memory(Side, context: 5000, rank: 16, both));

page.Code();
var card = 80e9;
string Fits(string what, long bytes) => $"{what}: {bytes / 1e9:0} GB, {(bytes < card ? "fits" : "does not fit")} {card / 1e9:0} GB.";
var drawing = seven.WeightBytes(ModelPrecision.Bf16) + (2 * seven.KeyValueBytes(5000, ModelPrecision.Bf16)) + seven.ActivationBytes(1024, 1024, ModelPrecision.Bf16);
page.Show(string.Join("\n", Fits("Drawing and judging in bf16", drawing), Fits("Opened in fp32", drawing + seven.WeightBytes(ModelPrecision.Fp32) - seven.WeightBytes(ModelPrecision.Bf16)),
    Fits("Training the generation half whole", seven.TrainingBytes), Fits("Training adapters of rank 16", seven.AdapterTrainingBytes(16))));

page.Prose("""
## Time and money

A picture of 1024 × 1024 pixels is 4,096 latent tokens, and every step sends all of them through the generation expert, twice where guidance acts. First measure what this machine does, then compare. The speed of the card is an assumption: change it.
""");

page.Code();
var factor = TorchSharp.torch.rand(1024, 1024);
var clock = Stopwatch.StartNew();
for (var i = 0; i < (quick ? 5 : 40); i++) { factor.mm(factor).Dispose(); }
var here = (quick ? 5 : 40) * 2 * Math.Pow(1024, 3) / clock.Elapsed.TotalSeconds;
var draw = seven.DrawOperations(new DrawSettings(), promptTokens: 30);
var judge = seven.JudgeOperations(980, 980, questionTokens: 400, replyTokens: 300);
var small = tiny.DrawOperations(ModelSettingsFile.Read("../data/model").Draw, promptTokens: 15);
page.Show(FootprintViews.Durations([("BAGEL-7B draws a picture, 50 steps", draw), ("BAGEL-7B answers one question of a judge", judge), ("the tiny model draws a picture", small)],
    ("this machine, fp32", here), ("a card at 400 · 10¹² a second", 400e12)));

page.Prose("""
The judge writes its reply token by token, and each token reads all weights once: there memory bandwidth decides, not operations, until many pictures are judged in one batch. So the real time of judging is above this bound, and batches matter.

What a whole round costs in the paper: less than 4 H100 hours to judge 6,000 pictures, 12.5 to train on them. The price is yours to fill in.
""");

page.Code();
var (judgingHours, trainingHours, pricePerHour, pictures) = (4.0, 12.5, 2.5, 6000);
var drawingHours = pictures * draw / 400e12 / 3600;
page.Show($"Drawing {pictures} pictures takes {drawingHours:0.0} hours or more, judging {judgingHours}, training {trainingHours}: about {drawingHours + judgingHours + trainingHours:0} card hours, {(drawingHours + judgingHours + trainingHours) * pricePerHour:0} at {pricePerHour} an hour.");

page.Prose("""
## A miniature of the format

The folder below has the published file names and tensors, bf16 weights and an fp32 autoencoder, at the tiny model's sizes and with random weights. It stands in for a download of 29 GB.
""");

page.Code();
var folder = Directory.CreateTempSubdirectory("srum-miniature").FullName;
RandomModel.Write(folder, describedBy: "../data/model", seed: 1);
page.Show(new FactTable(["file", "bytes"], [.. new DirectoryInfo(folder).GetFiles().OrderBy(file => file.Name).Select(file => new[] { file.Name, $"{file.Length:N0}" })],
    "ae_config.json and srum_config.json are additions of this kit: absent, the published values hold."));

page.Code();
page.Show(FootprintViews.Folder(ModelInspection.Read(folder)));

page.Prose("""
That is `srum inspect FOLDER` as a table: it reads headers and configs, not the weights, so it answers at once for 29 GB too. Random weights draw noise in any precision, so the next cell takes the trained tiny model, which is stored in the same format, and opens it in both precisions.

**Predict**: half the memory. How different will the pictures be?
""");

page.Code();
long Held(IUnifiedModel model) => model.Parameters.Sum(parameter => parameter.Value.numel() * parameter.Value.element_size());
var wide = UnifiedModel.Open("../data/model");
var narrow = UnifiedModel.Open("../data/model", precision: ModelPrecision.Bf16);
DrawRequest[] request = [new("a red circle left of a blue square", 1)];
var (exact, rounded) = (wide.Draw(request, wide.Settings.Draw)[0].Picture, narrow.Draw(request, narrow.Settings.Draw)[0].Picture);
page.Show(new PictureGrid([new(exact, $"fp32, {Held(wide):N0} bytes"), new(rounded, $"bf16, {Held(narrow):N0} bytes")]));

page.Code();
var off = exact.Rgb.Zip(rounded.Rgb, (a, b) => Math.Abs(a - b)).Average();
var autoencoder = tiny.Parts.Single(part => part.StaysFp32);
page.Show($"The pictures differ by {off:0.00} of 255 levels on average. Arithmetic and memory agree: {tiny.WeightBytes(ModelPrecision.Bf16) - BagelFootprint.Bytes(autoencoder, ModelPrecision.Bf16) == Held(narrow)}.");

page.Prose("""
Both start from the same noise and the same stored weights: what differs is the rounding of every product on the way. A model in bf16 is refused by the trainer, because steps of 10⁻⁵ vanish in eight significant bits. And its records are never mixed with those of fp32: the precision is part of the model's identity.

## Folders that are wrong

A weight that is missing, left over or misshapen is named, and nothing is ever left random. Here a config promises a layer more than the weights have.
""");

page.Code();
var config = Path.Combine(folder, "llm_config.json");
var original = File.ReadAllText(config);
File.WriteAllText(config, original.Replace($"\"num_hidden_layers\": {tiny.Config.Language.Layers}", $"\"num_hidden_layers\": {tiny.Config.Language.Layers + 1}"));
var promised = ModelInspection.Read(folder);
File.WriteAllText(config, original);
page.Show(FootprintViews.Folder(promised));

page.Prose("""
The other common case: a checkpoint from a training of the generation half alone comes without the vision encoder. It opens only with the model that it was trained from as its base.
""");

page.Code();
var generator = Directory.CreateTempSubdirectory("srum-generator").FullName;
using (var weights = SafetensorsFile.Open(Path.Combine(folder, "ema.safetensors")))
{
    SafetensorsWriter.Write(Path.Combine(generator, "ema.safetensors"), weights.Names
        .Where(name => !name.StartsWith("vit_") && !name.StartsWith("connector")).Select(name => KeyValuePair.Create(name, weights.Read(name))));
}

page.Show(FootprintViews.Folder(ModelInspection.Read(generator, baseFolder: folder)));

page.Code();
string Opens(string baseFolder) { try { using var model = UnifiedModel.Open(generator, baseFolder: baseFolder); return "opens"; } catch (Srum.SrumException refused) { return refused.Message; } }
Directory.EnumerateFiles(folder, "*.json").Append(Path.Combine(folder, "merges.txt")).Append(Path.Combine(folder, "ae.safetensors")).ToList().ForEach(file => File.Copy(file, Path.Combine(generator, Path.GetFileName(file)), true));
Directory.CreateDirectory(Path.Combine(generator, "templates"));
Directory.EnumerateFiles(Path.Combine(folder, "templates")).ToList().ForEach(file => File.Copy(file, Path.Combine(generator, "templates", Path.GetFileName(file)), true));
page.Show($"alone: {Opens(null).Replace(generator, "the folder")}\nwith its base: {Opens(folder)}");

page.Prose("""
## On the real model

With 29 GB of weights in a folder, a card, and a build with `-p:TorchDevice=cuda`:

```
srum inspect …/BAGEL-7B-MoT
srum draw "a red circle left of a blue square" --model …/BAGEL-7B-MoT --device cuda --precision bf16 --out picture.png
srum judge picture.png --prompt "a red circle left of a blue square" --model …/BAGEL-7B-MoT --device cuda --precision bf16
srum rollout --model …/BAGEL-7B-MoT --device cuda --precision bf16 --prompts my-prompts.txt --shard 1/8
```

and in every lesson `UnifiedModel.Open("…/BAGEL-7B-MoT", TorchSharp.torch.CUDA, precision: ModelPrecision.Bf16)`. On the CPU it opens too, given 32 GB of memory; the table above says how long a picture takes.

**What is not there yet.**
* *Adapters (LoRA).* Training the generation half whole does not fit a card of 80 GB, as computed above. Until adapters come, train the 7B model with the authors' tool and use this kit to draw, judge, audit and evaluate.
* *Remote judges.* A judge is a model that is opened here. One behind an OpenAI-compatible endpoint would be another `IUnifiedModel` whose `Answer` asks over the network; none ships yet.
* *Eight-bit weights*, and several cards for one model.
* The CUDA package could not be had where this kit was built. Drawing, judging and training ran on a card with another build of the same library; what `-p:TorchDevice=cuda` restores is untried ([environment.md](../environment.md)).

**Summary.** "7B" is 14.7 billion numbers in all, 13.1 of them in the two experts; the table above has them by part. In bf16 drawing and judging fit a card of 80 GB; training whole does not. Any folder in the published format opens, whatever its sizes, and a wrong one says what is wrong.

**Exercises.**
1. Halve `num_hidden_layers` of the published config. What is left in memory, and which parts do not shrink?
2. How many pictures can be judged in one batch in the memory that the weights leave free on 80 GB, if each context has 5,000 tokens?
3. What must be true of the link to a remote judge (pictures a second, bytes a picture) so that it is faster than the local one?

<details><summary>Solutions</summary>

1. `new BagelFootprint(BagelConfig.Published with { Language = BagelConfig.Published.Language with { Layers = 14 } })`: embeddings, vision encoder, tables and autoencoder stay.
2. `(card - seven.WeightBytes(ModelPrecision.Bf16)) / seven.KeyValueBytes(5000, ModelPrecision.Bf16)`, less what passing tensors take.
3. A PNG of 1024 × 1024 is one to two megabytes; the local bound is `judge / 400e12` seconds a question and more in practice. Compare with your line's upload.

</details>
""");

page.Write();
