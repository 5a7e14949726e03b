using System.Text.Json.Nodes;
using Srum.Imaging;
using Srum.Maps;
using Srum.Models;
using Srum.Models.Janus;
using Srum.Planning;
using Srum.Pretraining;
using Srum.Recipes;
using Srum.Rollout;
using Srum.Shapes;
using Srum.Tests.Models.Bagel;
using Srum.Tests.Shapes;
using Srum.Training;

namespace Srum.Tests.Planning;

/// <summary>The plan against what stages really hold, on the tiny model and on larger ones of random weights.</summary>
[Collection(nameof(Alone))]
public sealed class PlanTests : IDisposable
{
    private const string Prompt = "a red circle left of a blue square";

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private static string Tiny => Path.Combine(DataFolder.Path, "model");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static IEnumerable<TheoryDataRow<ModelDesign, int, int, int, string>> Cases =>
        from design in Enum.GetValues<ModelDesign>()
        from model in ((int Hidden, int Mlp, int Layers)[])[(192, 512, 5), (576, 1536, 8), (768, 2304, 10)]
        from stage in (string[])
            ["rollout", "judge", "train", .. model.Layers > 5 ? (string[])[] : ["lora", "again", "bounded"]]
        // A Janus holds four times as much: the largest would take minutes.
        where design == ModelDesign.Bagel || model.Hidden < 768
        select new TheoryDataRow<ModelDesign, int, int, int, string>(
            design, model.Hidden, model.Mlp, model.Layers, stage);

    public static IEnumerable<TheoryDataRow<ModelDesign, PlanStage>> Stages =>
        from design in Enum.GetValues<ModelDesign>()
        from stage in Enum.GetValues<PlanStage>()
        select new TheoryDataRow<ModelDesign, PlanStage>(design, stage);

    [Theory(Explicit = true), Trait("Category", "Memory"), MemberData(nameof(Cases))]
    public void A_stage_holds_what_was_planned(ModelDesign design, int hidden, int mlp, int layers, string stage)
    {
        Write(design, hidden, mlp, layers);
        var model = PlannedModel.Read(folder);
        var recipe = Of(stage, model);
        var kind = stage == "rollout" ? PlanStage.Rollout : stage == "judge" ? PlanStage.Judge : PlanStage.Train;
        var plan = new PlannedRun(model, kind, recipe, ModelPrecision.Fp32, model.Design.Tokens(Prompt))
        {
            ReplyTokens = 48,
        };
        var planned = plan.Needs.Peak;

        // Once unwatched: kernels are compared when they are first used, and libraries hold what they hold anyway.
        using (var first = UnifiedModel.Open(folder))
        {
            Do(first, stage, recipe, plan.QuestionTokens);
        }

        // The program itself, kernels' buffers, which differ by processor, and as much free memory as the process keeps
        // (NativeDefaults).
        const long Program = 256L << 20;
        var most = (1.5 * planned) + Program;
        // The plan lets both parts of a batch be at their fullest at once. Whether they are, and whether a watcher that
        // looks now and then sees it, is a matter of time: on a busy machine it looks again.
        var (live, resident) = Most();
        for (var again = 0; again < 4 && (live < planned || resident > most); again++)
        {
            var (liveAgain, residentAgain) = Most();
            (live, resident) = (Math.Max(live, liveAgain), Math.Min(resident, residentAgain));
        }

        TestContext.Current.SendDiagnosticMessage(
            $"{design} {hidden} {stage}: plan {planned / 1e6:0.0} MB, "
            + $"live {live / 1e6:0.0} MB ({(double)live / planned:0.00}), "
            + $"resident {resident / 1e6:0.0} MB ({(double)resident / planned:0.00})");
        Assert.InRange(live, 0.8 * planned, 1.1 * planned);
        Assert.InRange(resident, 0, most);

        (long Live, long Resident) Most()
        {
            NativeHeap.Trim();
            using var watch = new MemoryWatch();
            using var opened = UnifiedModel.Open(folder);
            Do(opened, stage, recipe, plan.QuestionTokens);
            return watch.Stop();
        }
    }

    [Fact]
    public void A_plan_reads_headers_alone_and_knows_a_wrong_config()
    {
        Write(ModelDesign.Bagel, 576, 1536, 8);
        var model = PlannedModel.Read(folder);
        Assert.Equal(model.StoredBytes, model.Design.WeightBytes(ModelPrecision.Bf16));
        Edit("llm_config.json", config => config["num_hidden_layers"] = 9);
        Assert.Contains("by their headers", Assert.Throws<SrumException>(() => PlannedModel.Read(folder)).Message);
    }

    [Fact]
    public void A_Janus_is_planned_by_its_headers_and_refuses_what_it_does_not_have()
    {
        Write(ModelDesign.Janus, 192, 512, 6);
        var model = PlannedModel.Read(folder);
        using (var opened = UnifiedModel.Open(folder))
        {
            Assert.Equal(opened.Parameters.Sum(own => own.Value.numel()), model.Design.Parameters);
        }

        Assert.Equal(model.StoredBytes, model.Design.WeightBytes(ModelPrecision.Bf16));
        var run = new PlannedRun(model, PlanStage.Rollout, Of("rollout", model), ModelPrecision.Fp32, 20);
        var shifted = run.Recipe.Rollout with { Draw = run.Recipe.Rollout.Draw with { TimestepShift = 2 } };
        var refused = run with { Recipe = run.Recipe with { Rollout = shifted } };
        Assert.Contains("timestepShift", Assert.Throws<SrumException>(() => refused.Needs).Message);
    }

    [Theory, MemberData(nameof(Stages))]
    public void Remedies_lead_to_a_stage_that_fits_where_there_is_one(ModelDesign design, PlanStage stage)
    {
        Write(design, 192, 512, 5);
        var model = PlannedModel.Read(folder);
        var recipe = Of($"{stage}".ToLowerInvariant(), model);
        var run = new PlannedRun(model, stage, recipe, ModelPrecision.Fp32, 20);
        var full = run.Needs.Peak;
        Assert.Empty(run.Remedies(full));
        var half = run.Remedies(full / 2);
        Assert.NotEmpty(half);
        Assert.True(half[^1].Then.Needs.Peak <= full / 2);
        long[] peaks = [.. half.Select(remedy => remedy.Then.Needs.Peak)];
        Assert.Equal(peaks.OrderDescending(), peaks);
        Assert.True(run.Remedies(1 << 20)[^1].Then.Needs.Peak > 1 << 20);
    }

    [Theory]
    [InlineData(ModelDesign.Bagel)]
    [InlineData(ModelDesign.Janus)]
    public void Operations_are_those_of_all_rounds_passes_and_pictures(ModelDesign design)
    {
        Write(design, 192, 512, 5);
        var model = PlannedModel.Read(folder);
        var plain = Of("train", model);
        foreach (var stage in Enum.GetValues<PlanStage>())
        {
            Assert.Equal(3.0, Operations(stage, plain with { Rounds = 3 }) / Operations(stage, plain), 1e-9);
        }

        // Forward, two kinds of gradients, and forward with the start weights.
        Assert.Equal(
            4.0 / 3, Operations(PlanStage.Train, Of("bounded", model)) / Operations(PlanStage.Train, plain), 1e-9);
        foreach (var stage in (PlanStage[])[PlanStage.Rollout, PlanStage.Judge])
        {
            // A set of five prompts has no more, whatever a recipe asks for; 0 asks for all.
            foreach (var (asked, drawn) in ((int, int)[])[(2, 2), (8, 5), (0, 5)])
            {
                var recipe = plain with { Rollout = plain.Rollout with { Prompts = asked } };
                Assert.Equal((double)drawn, Operations(stage, recipe, set: 5) / Operations(stage, plain), 1e-9);
            }
        }

        double Operations(PlanStage stage, Recipe recipe, int? set = null) =>
            new PlannedRun(model, stage, recipe, ModelPrecision.Fp32, 20) { SetSize = set }.Needs.Operations;
    }

    [Fact]
    public void A_smaller_pass_keeps_together_what_is_compared()
    {
        Write(ModelDesign.Bagel, 192, 512, 5);
        var model = PlannedModel.Read(folder);
        var recipe = Of("train", model);
        recipe = recipe with
        {
            Train = recipe.Train with { BatchSize = 24, Objective = new Preference { Group = 4 } },
        };
        var remedies = new PlannedRun(model, PlanStage.Train, recipe, ModelPrecision.Fp32, 20).Remedies(1 << 20);
        Assert.Contains(remedies, remedy => remedy.Then.Recipe.Train.PassSize == 4);
        Assert.All(remedies, remedy => remedy.Then.Recipe.Train.Validate());
    }

    [Fact]
    public void A_thought_is_planned_with_the_template_before_it()
    {
        Write(ModelDesign.Bagel, 192, 512, 5);
        var model = PlannedModel.Read(folder);
        var rollout = Of("rollout", model).Rollout;
        var recipe = Of("rollout", model) with
        {
            Rollout = rollout with { Draw = rollout.Draw with { Think = true, ThoughtTokens = 40 } },
        };
        Assert.True(Peak("think of red circles, then of blue squares") > Peak("think"));

        long Peak(string template)
        {
            var templates = new Dictionary<string, string> { ["think"] = template };
            var own = model with { Settings = model.Settings with { Templates = templates } };
            return new PlannedRun(own, PlanStage.Rollout, recipe, ModelPrecision.Fp32, 20).Needs.Peak;
        }
    }

    private static Recipe Of(string stage, PlannedModel model) => new()
    {
        Name = "planned",
        Rollout = new RolloutSettings
        {
            Prompts = 1, Pictures = 32,
            Draw = model.Settings.Draw with
            {
                Steps = model.Settings.Thinks ? 6 : model.Settings.Draw.Steps, BatchSize = 32,
            },
        },
        Train = new TrainSettings
        {
            Steps = 3, BatchSize = 32, WarmUpSteps = 0, TextDropout = 0,
            Objective = stage == "bounded" ? new Bounded() : new Weighted(),
            Lora = stage == "lora" ? new LoraSettings { Rank = 8 } : null,
            Forward = new ForwardSettings { RecomputeLayers = stage == "again" },
        },
    };

    private static void Do(IUnifiedModel model, string stage, Recipe recipe, int questionTokens)
    {
        if (stage == "rollout")
        {
            model.Draw([.. Enumerable.Range(0, 32).Select(seed => new DrawRequest(Prompt, seed))], recipe.Rollout.Draw);
        }
        else if (stage == "judge")
        {
            var words = Words(model, questionTokens);
            model.Answer(
                [.. Enumerable.Range(0, 32).Select(i => new Question([Picture(i)], words, ""))],
                new AnswerSettings { MaxTokens = 48, BatchSize = 32 });
        }
        else
        {
            using var trainer = new Trainer(
                model,
                [
                    .. Enumerable.Range(0, 32).Select(i =>
                        new TrainExample($"{i}", Prompt, () => Picture(i), new DualReward([], 0.5))),
                ],
                recipe.Train);
            trainer.Run();
        }
    }

    // So many tokens with their frame; those of the untrained Janus are bytes.
    private static string Words(IUnifiedModel model, int tokens) => model is JanusModel janus
        ? new string('a', tokens + janus.Parts.Config.PictureTokens + 2
            - janus.Parts.Tokens.ToAnswer(1, "", "", "").Length)
        : string.Concat(Enumerable.Repeat(" red", tokens - 2));

    private static Picture Picture(int shade) =>
        new(32, 32, [.. Enumerable.Range(0, 32 * 32 * 3).Select(at => (byte)((at * (shade + 3)) % 251))]);

    private void Write(ModelDesign design, int hidden, int mlp, int layers)
    {
        using var described = new Described(Tiny);
        if (design == ModelDesign.Janus)
        {
            described.Clear();
            TinyDesign.Of(design).Write(described.Folder, World.Shipped, BytePairTrainer.Learn([]));
            described.Edit("config.json", config =>
            {
                var language = config["language_config"]!;
                (language["hidden_size"], language["intermediate_size"], language["num_hidden_layers"]) =
                    (hidden, mlp, layers);
                foreach (var (part, field) in (ReadOnlySpan<(string, string)>)[
                    ("aligner_config", "n_embed"), ("gen_aligner_config", "n_embed"), ("gen_head_config", "n_embed"),
                    ("gen_head_config", "image_token_embed"),
                ])
                {
                    config[part]!["params"]![field] = hidden;
                }
            });
        }
        else
        {
            described.Edit("llm_config.json", config =>
            {
                (config["hidden_size"], config["intermediate_size"], config["num_hidden_layers"]) =
                    (hidden, mlp, layers);
            });
        }

        described.Edit("srum_config.json", config => config["answerBatchSize"] = 32);
        RandomModel.Write(folder, described.Folder, 1);
    }

    private void Edit(string file, Action<JsonNode> change) => Described.Edit(folder, file, change);

    // A folder's descriptions without its weights.
    private sealed class Described : IDisposable
    {
        public Described(string source)
        {
            foreach (var path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
                .Where(path => !path.EndsWith(".safetensors")))
            {
                var copy = Path.Combine(Folder, Path.GetRelativePath(source, path));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(path, copy);
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory().FullName;

        public static void Edit(string folder, string file, Action<JsonNode> change)
        {
            var path = Path.Combine(folder, file);
            var config = JsonNode.Parse(File.ReadAllText(path))!;
            change(config);
            File.WriteAllText(path, config.ToJsonString());
        }

        public void Edit(string file, Action<JsonNode> change) => Edit(Folder, file, change);

        public void Clear()
        {
            Directory.Delete(Folder, recursive: true);
            Directory.CreateDirectory(Folder);
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    // The most that tensors and the process held, above what they held at the beginning.
    private sealed class MemoryWatch : IDisposable
    {
        private readonly (long Live, long Resident) before = Now();
        private readonly CancellationTokenSource end = new();
        private readonly Thread watcher;
        private (long Live, long Resident) most;

        public MemoryWatch()
        {
            watcher = new Thread(Watch) { Priority = ThreadPriority.Highest };
            watcher.Start();
        }

        public (long Live, long Resident) Stop()
        {
            end.Cancel();
            watcher.Join();
            return (most.Live - before.Live, most.Resident - before.Resident);
        }

        public void Dispose() => end.Cancel();

        private static (long Live, long Resident) Now() => (LiveTensors.Bytes, NativeHeap.Resident);

        private void Watch()
        {
            for (var sample = 0; !end.IsCancellationRequested; sample++)
            {
                most.Live = Math.Max(most.Live, LiveTensors.Bytes);
                if (sample % 8 == 0)
                {
                    most.Resident = Math.Max(most.Resident, NativeHeap.Resident);
                }

                Thread.Sleep(1);
            }
        }
    }
}
