using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Native;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Regions;
using Srum.Rounds;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;
using Srum.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Benchmarks;

/// <summary>
/// Measures the parts of a round on one model, each against the machine or against another way to do it.
/// </summary>
internal sealed class Table(string folder)
{
    private const int Pictures = 64;
    private readonly BagelModel model = (BagelModel)UnifiedModel.Open(folder);
    private readonly string[] prompts =
        [.. PromptSet.Read(Data("prompts", "rollout.json")).Prompts.Take(Pictures).Select(prompt => prompt.Text)];

    private Flops Work => new(model.Parts.Config);

    private DrawSettings Settings => model.Settings.Draw;

    private Recipe Published => Recipe.Read(Data("recipes", "published.json"), Settings);

    private TokenGrid Grid => new(
        Settings.Height / model.Parts.Config.TokenSide, Settings.Width / model.Parts.Config.TokenSide);

    private Picture[] Scenes => [.. prompts.Select(
        (prompt, i) => SceneRenderer.Render(SceneSampler.Next(new SeededRandom(i), PromptParser.Parse(prompt)!)))];

    public static string Data(params string[] parts)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var found = Path.Combine([at.FullName, "data", .. parts]);
            if (Path.Exists(found))
            {
                return found;
            }
        }

        throw new SrumException($"There is no {Path.Combine(["data", .. parts])} above {AppContext.BaseDirectory}. Run "
            + "the benchmarks from a clone of the repository.");
    }

    public void Print()
    {
        Line("what", "measured", "goal");
        Line("matrix product, fp32", $"{Operations.MatrixRate() / 1e9:0} GFLOP/s, {get_num_threads()} threads", "");
        DefaultRounds();
        var step = Training();
        var drawing = Drawing();
        var judging = Judging();
        RoundShare(step, drawing, judging);
        Decoding();
        Reading();
        Overhead(step);
    }

    /// <summary>The lines about few rows alone.</summary>
    public void PrintAlone()
    {
        Line("what", "measured", "goal");
        Alone();
        Decoding();
    }

    private static void Line(string what, string measured, string goal) =>
        Console.WriteLine($"{what,-44} {measured,-46} {goal}");

    // Before everything else: the process has held nothing but this yet.
    private void DefaultRounds()
    {
        var folder = Directory.CreateTempSubdirectory("srum-benchmark-").FullName;
        try
        {
            var (run, verdict) = (RunFolder.Open(folder), Recipe.Read(Data("recipes", "verdict.json"), Settings));
            var (_, early) = Rounds(1);
            var (three, late) = Rounds(3);
            Line(
                "default recipe, pictures an hour",
                $"{three.PicturesPerHour:#,0} (floor {three.FloorPicturesPerHour:#,0})", ">= 3 x 26,500");
            Line(
                "its time: rollout, judge, train",
                string.Join(", ", three.ShareOfTime!.Values.Select(share => $"{100 * share:0} %")), "judge < 30 %");
            Line("its memory after one round, after three", $"{early >> 20} MiB, {late >> 20} MiB", "the same");

            // What was done is not done again: the second call adds two rounds.
            (ExperimentResult Result, long Peak) Rounds(int rounds)
            {
                var recipe = verdict with
                {
                    Rounds = rounds, Evaluation = verdict.Evaluation with { Prompts = 7, Pictures = 1 },
                };
                var result = new Experiment(run, model, [recipe], new OracleEvaluator()).Run(
                    PromptSet.Read(Data("prompts", "rollout.json")), PromptSet.Read(Data("prompts", "tune.json")),
                    "benchmark");
                using var process = Process.GetCurrentProcess();
                return (result, process.PeakWorkingSet64);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private double Training()
    {
        var recipe = Published.Train;
        var plan = new BatchPlan(prompts, recipe, seed: 0);
        var work = Enumerable.Range(0, 30).Average(at =>
        {
            var shown = plan.Batch(at).Where(sample => !sample.DropsText).Select(sample => sample.Example).ToArray();
            var dropped = Enumerable.Repeat(0, recipe.BatchSize - shown.Length);
            return Work.TrainingStep(shown.Distinct().Select(Tokens), shown.Select(Tokens).Concat(dropped), Grid);
        });
        double srum = 0, ratio = 0;
        var (_, rate) = Clock.AgainstMachine(1, () => (srum, ratio) = StepTimes(recipe));
        Line(
            $"training step, {recipe.BatchSize} pictures",
            $"{1e3 * srum:0} ms, {100 * work / srum / rate:0.0} % of the machine", ">= 65 %");
        Line("SRUM step : SFT step", $"{ratio:0.000}", "<= 1.02");
        return srum;

        int Tokens(int example) => model.Parts.Frame(prompts[example]).Count;
    }

    // In turns of a few steps, the quickest of each turn compared: other work on the machine slows single steps.
    private (double Srum, double Ratio) StepTimes(TrainSettings recipe)
    {
        var slow = recipe with { Steps = 5, LearningRate = 1e-12 };
        TrainSettings[] recipes = [slow, slow with { Objective = new Supervised() }];
        var srum = new List<double>();
        var ratios = new List<double>();
        for (var turn = 0; turn < 16; turn++)
        {
            var quickest = new double[2];
            foreach (var i in (int[])[turn % 2, 1 - (turn % 2)])
            {
                var times = new List<double>();
                using var trainer = new Trainer(model, Examples(), recipes[i]);
                trainer.Run(report: step => times.Add(step.Seconds));
                quickest[i] = times.Min();
                srum.AddRange(i == 0 ? times.Skip(1) : []);
            }

            ratios.Add(quickest[0] / quickest[1]);
        }

        return (Clock.Middle(srum), Clock.Middle(ratios));
    }

    private TrainExample[] Examples()
    {
        var scenes = Scenes;
        return [.. prompts.Select((prompt, i) => new TrainExample(
            $"{i}", prompt, () => scenes[i],
            new DualReward([new(new PixelBox(0, 0, scenes[i].Width / 2, scenes[i].Height / 2), 0.5)], 0.5)))];
    }

    private double Drawing()
    {
        DrawRequest[] requests = [.. prompts.Select((prompt, i) => new DrawRequest(prompt, i))];
        var work = prompts.Sum(prompt => Work.Picture(model.Parts.Frame(prompt).Count, Grid, Settings));
        var (all, rate) = Clock.AgainstMachine(3, () => model.Draw(requests, Settings));
        Line(
            $"rollout, batch {Math.Min(Pictures, Settings.BatchSize)}",
            $"{Pictures / all:0.0} pictures/s, {100 * work / all / rate:0.0} % of the machine", ">= 80 %");
        var first = requests[..16];
        var (together, oneByOne) = Clock.InTurns(
            3, () => model.Draw(first, Settings with { BatchSize = 16 }),
            () => model.Draw(first, Settings with { BatchSize = 1 }));
        Line("rollout of 16, one by one : together", $"{oneByOne / together:0.00}", "");
        Alone();
        return all / Pictures;
    }

    private void Alone()
    {
        var first = new DrawRequest(prompts[0], 0);
        var needed = Work.Picture(model.Parts.Frame(prompts[0]).Count, Grid, Settings);
        var (alone, now) = Clock.AgainstMachine(5, () => model.Draw([first], Settings));
        Line("one picture alone", $"{1e3 * alone:0} ms, {alone * now / needed:0.00} x its operations", "<= 3 x");
        var (script, layers) = Clock.InTurns(
            5, () => model.Draw([first], Settings), () => LayerByLayer(() => model.Draw([first], Settings)));
        Line("one picture alone, layer by layer : by script", $"{layers / script:0.00}", "");
    }

    private double Judging()
    {
        using var listening = new ListeningModel(model);
        var judge = new Judge(listening, new SegmentProposer());
        JudgeRequest[] requests =
            [.. Scenes.Select((scene, i) => new JudgeRequest($"{i}", prompts[i], $"{i}.png", scene, i))];
        var (seconds, rate) = Clock.AgainstMachine(1, () =>
        {
            listening.Heard.Clear();
            judge.Run(requests);
        });
        var patch = model.Parts.Config.Vision.PatchSize;
        var work = listening.Heard.Sum(heard =>
        {
            var pictures = heard.Question.Pictures;
            var past = pictures.Sum(picture => (picture.Width / patch * (picture.Height / patch)) + 2);
            var asked = model.Parts.Frame(heard.Question.Text).Count
                + (heard.Question.System is { } system ? model.Parts.Frame(system).Count : 0);
            var written = model.Parts.Tokenizer.Encode(heard.Answer).Count() + 1;
            return pictures.Sum(picture => Work.Seen(picture.Width, picture.Height)) + Work.Text(asked, past)
                + Work.Written(written, past + asked);
        });
        Line(
            "judging", $"{Pictures / seconds:0.0} pictures/s, {100 * work / seconds / rate:0.0} % of the machine",
            ">= 30 %");
        return seconds / Pictures;
    }

    // A round by the rates measured here: rollout and evaluation draw, two trainings.
    private void RoundShare(double step, double drawing, double judging)
    {
        var round = Published;
        var pictures = round.Rollout.Prompts * round.Rollout.Pictures;
        var evaluated = round.Evaluation.Prompts * round.Evaluation.Pictures;
        var all = (pictures * (drawing + judging)) + (2 * round.Train.Steps * step) + (3 * evaluated * drawing);
        Line("judge's share of a round", $"{100 * pictures * judging / all:0.0} % of {all:0} s", "< 30 %");
    }

    private void Decoding()
    {
        var (few, many) = Clock.InTurns(5, () => Write(32), () => Write(256));
        Line(
            "cached decoding, a token of 256 : of 32", $"{many / 256 / (few / 32):0.00} ({1e3 * few / 32:0.0} ms)",
            "about 1");
        foreach (var rows in (int[])[1, 8])
        {
            var (script, layers) = Clock.InTurns(5, () => Write(32, rows), () => LayerByLayer(() => Write(32, rows)));
            Line(
                $"a token of {rows}, by the decoder's script",
                $"{1e3 * script / 32:0.00} ms; layer by layer {layers / script:0.00} x", "");
        }

        void Write(int tokens, int rows = 1)
        {
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            using var contexts = Contexts.Empty(model.Parts, rows);
            contexts.AddText([.. Enumerable.Repeat(prompts[0], rows)]);
            TextDecoding.Write(model.Parts, contexts, null, tokens, endToken: -1);
        }
    }

    private void LayerByLayer(Action work)
    {
        model.Parts.Decoder.ByScript = false;
        work();
        model.Parts.Decoder.ByScript = null;
    }

    private static void Reading()
    {
        var path = Path.Combine(Path.GetTempPath(), $"srum-benchmark-{Environment.ProcessId}.safetensors");
        try
        {
            using (var weights = ones(64, 1 << 20))
            {
                SafetensorsWriter.Write(path, [KeyValuePair.Create("weights", weights)]);
            }

            var buffer = new byte[1 << 20];
            ulong sum = 0;
            var (mapped, read) = Clock.InTurns(
                9,
                () =>
                {
                    using var file = SafetensorsFile.Open(path);
                    sum += Sum(file.Bytes("weights"));
                },
                () =>
                {
                    using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
                    for (int count; (count = file.Read(buffer)) > 0;)
                    {
                        sum += Sum(buffer.AsSpan(0, count));
                    }
                });
            Line(
                "opening 256 MiB and touching it : reading it",
                $"{100 * read / mapped:0} % ({mapped * 1e3:0} ms; checksum {sum % 10})", ">= 80 %");
        }
        finally
        {
            File.Delete(path);
        }

        static ulong Sum(ReadOnlySpan<byte> bytes)
        {
            var total = Vector<ulong>.Zero;
            foreach (var part in MemoryMarshal.Cast<byte, Vector<ulong>>(bytes))
            {
                total += part;
            }

            return Vector.Sum(total);
        }
    }

    private void Overhead(double step)
    {
        var recipe = Published.Train with { Steps = 40, LearningRate = 1e-12 };
        var tensors = DisposeScopeManager.Statistics.TensorStatistics;
        var counts = new List<double>();
        var before = 0L;
        using (var trainer = new Trainer(model, Examples(), recipe with { Steps = 5 }))
        {
            trainer.Run(report: _ =>
            {
                var made = tensors.CreatedInScopeCount + tensors.CreatedOutsideScopeCount;
                counts.Add(made - before);
                before = made;
            });
        }

        const int calls = 10_000;
        using var one = ones(1);
        var call = Clock.Median(5, () =>
        {
            using var scope = NewDisposeScope();
            for (var i = 0; i < calls; i++)
            {
                one.alias();
            }
        }) / calls;
        Line(
            "managed overhead of a step",
            $"{100 * Clock.Middle(counts) * call / step:0.0} % ({Clock.Middle(counts):0} tensors of {1e6 * call:0.0} "
                + "us)",
            "< 3 %");

        // The time of a step without its arithmetic: a model of as many layers that is all but empty.
        var real = model.Parts.Config;
        var empty =
            real with { Language = real.Language with { HiddenSize = 16, MlpSize = 16, Heads = 4, KeyValueHeads = 2 } };
        using var hollow = new BagelModel(
            new BagelParts(empty, model.Parts.Tokenizer, ParameterStore.Random(1), ParameterStore.Random(2)),
            model.Settings, ModelFiles.Find(folder, null));
        var times = new List<double>();
        using var training = new Trainer(hollow, Examples(), recipe);
        training.Run(report: done => times.Add(done.Seconds));
        Line(
            "everything but arithmetic, of a step",
            $"{100 * Clock.Middle(times) / step:0.0} % ({1e3 * Clock.Middle(times):0.0} ms)", "");
    }
}
