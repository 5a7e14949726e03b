using System.Diagnostics;
using System.Text.Json.Nodes;
using Srum.Imaging;
using Srum.Maps;
using Srum.Models;
using Srum.Models.Janus;
using Srum.Native;
using Srum.Pretraining;
using Srum.Training;
using Srum.Weights;
using TorchSharp;
using static TorchSharp.torch;
using Contexts = Srum.Models.Janus.Contexts;

namespace Srum.Benchmarks;

/// <summary>
/// What Janus-Pro-1B takes on this machine: its sizes with random weights, held in bf16 where the processor multiplies
/// it with instructions of its own and in fp32 elsewhere, where torch's bf16 products do not end. A picture is 576
/// codes, each as dear as the one before but for its attention: some of them are drawn.
/// </summary>
/// <param name="codes">Codes that are drawn to time one.</param>
internal sealed class JanusTable(int codes)
{
    private const int Side = 1 << 26;

    private static readonly ModelPrecision Held =
        Processor.MultipliesBfloat16 ? ModelPrecision.Bf16 : ModelPrecision.Fp32;

    private static readonly ScalarType Type = Held is ModelPrecision.Bf16 ? bfloat16 : float32;

    private readonly string folder = Directory.CreateTempSubdirectory("srum-janus-1b").FullName;
    private double product;
    private double bandwidth;

    /// <summary>Measures and prints.</summary>
    public void Print()
    {
        try
        {
            (product, bandwidth) = (ProductRate(), Bandwidth());
            Console.WriteLine(
                FormattableString.Invariant($"{get_num_threads()} threads; weights held in {Held}; ")
                + FormattableString.Invariant($"its product {product / 1e9:0} GFLOP/s, ")
                + FormattableString.Invariant($"memory {bandwidth / 1e9:0.0} GB/s"));
            Console.WriteLine(
                $"{"what",-40} {"seconds",9} {"floor, s",9} {"processor",10} {"TFLOP",8} {"GB read",8} "
                + $"{"resident, GB",13}");
            Describe();
            WriteWeights();
            JanusModel? opened = null;
            var file = new FileInfo(Path.Combine(folder, "model.safetensors")).Length;
            Line("opening", file, () => opened = (JanusModel)UnifiedModel.Open(folder, precision: Held));
            using var model = opened!;
            Measure(model);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Measure(JanusModel model)
    {
        using var outside = no_grad();
        using var scope = NewDisposeScope();
        var parts = model.Parts;
        // What a code reads: the decoder, and of the rest the head.
        var weights = parts.Store.Parameters.Where(
            own => own.Name.StartsWith("language_model.model.layers", StringComparison.Ordinal)
                || own.Name.StartsWith("gen_", StringComparison.Ordinal) && !JanusParts.IsFixed(own.Name));
        double read = weights.Sum(own => own.Value.numel() * own.Value.element_size());
        var grid = parts.Config.Grid;
        var decoded = Line(
            "a picture from its codes", 0,
            () => parts.Codec.Decode(zeros(1, grid.Rows, grid.Columns, dtype: int64)));
        foreach (var count in (int[])[1, 16])
        {
            var tokens = Enumerable.Range(0, count).SelectMany(_ => Prompt(parts)).ToArray();
            Contexts? contexts = null;
            var prompts = Line($"{count} prompts of {tokens[0].Length} tokens, guided", read, () =>
                contexts = Contexts.Read(parts, new PromptBatch(parts.Tokens, tokens)));
            contexts!.Cache.Reserved = contexts.Cache.Length + codes;
            var some = Line($"{codes} of {parts.Config.PictureTokens} codes of {count}, guided", codes * read, () =>
                CodeSampler.Sample(parts, contexts, codes, 5, (_, logits) => logits.argmax(-1)));
            contexts.Dispose();
            var all = parts.Config.PictureTokens / (double)codes;
            Tell(
                $"so {count} whole, by these three", prompts.Seconds + (all * some.Seconds) + (count * decoded.Seconds),
                prompts.Floor + (all * some.Floor) + (count * decoded.Floor));
        }

        var side = parts.Config.PictureSide;
        var picture = new Picture(side, side, new byte[side * side * 3]);
        var question = new Question([picture], new string('a', 60), "");
        var whole = (double)parts.Store.Parameters.Where(own => !JanusParts.IsFixed(own.Name))
            .Sum(own => own.Value.numel() * own.Value.element_size());
        Line("a picture looked at and its first word", whole, () => model.Answer([question], new() { MaxTokens = 1 }));
        Line(
            "the same and 16 words more", whole + (16 * read),
            () => model.Answer([question], new() { MaxTokens = 17 }));
        TrainingSample[] samples = [new("a red cube", model.Encode(picture), 1)];
        Line("a training pass of a picture, forward", read, () => model.Forward(samples, new()).Dispose());
        TrainExample[] examples = [new("1", "a red cube", () => picture, new DualReward([], 0.5))];
        var settings = new TrainSettings
        {
            Steps = 1, BatchSize = 1, WarmUpSteps = 0, TextDropout = 0, Lora = new LoraSettings(),
        };
        using var learning = enable_grad();
        using var trainer = new Trainer(model, examples, settings);
        // Weights are read on the way there and back.
        Line("a LoRA step of one picture, rank 16", 2 * read, () => trainer.Run());
    }

    private static int[][] Prompt(JanusParts parts)
    {
        var ids = parts.Tokens.ToDraw("a red cube");
        return [ids, parts.Tokens.WithoutWords(ids)];
    }

    private (double Seconds, double Floor) Line(string what, double bytes, Action work)
    {
        using var process = Process.GetCurrentProcess();
        var (before, spent) = (Operations.Total, process.TotalProcessorTime);
        var clock = Stopwatch.StartNew();
        work();
        var seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        var operations = Operations.Total - before;
        var floor = Math.Max(operations / product, bytes / bandwidth);
        Tell(what, seconds, floor,
            FormattableString.Invariant($"{(process.TotalProcessorTime - spent).TotalSeconds,10:0.0} ")
            + FormattableString.Invariant(
                $"{operations / 1e12,8:0.00} {bytes / 1e9,8:0.0} {process.WorkingSet64 / 1e9,13:0.0}"));
        return (seconds, floor);
    }

    private static void Tell(string what, double seconds, double floor, string rest = "") =>
        Console.WriteLine(FormattableString.Invariant($"{what,-40} {seconds,9:0.0} {floor,9:0.0} {rest}"));

    private static double ProductRate()
    {
        using var outside = no_grad();
        using var a = ones(2048, 2048, dtype: Type);
        return 2 * Math.Pow(2048, 3) / Clock.Median(5, () => a.mm(a).Dispose());
    }

    // A product with one row reads a matrix once and does nothing else.
    private static double Bandwidth()
    {
        using var outside = no_grad();
        using var matrix = ones(8192, Side / 8192, dtype: Type);
        using var row = ones(1, Side / 8192, dtype: Type);
        var seconds = Clock.Median(5, () => nn.functional.linear(row, matrix).Dispose());
        return (double)matrix.element_size() * Side / seconds;
    }

    // The same random numbers again and again: no figure depends on them.
    private void WriteWeights()
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var generator = new Generator(1);
        using var spread = 0.02.ToScalar();
        var numbers = randn(Side, generator: generator).mul_(spread);
        var narrow = numbers.to(bfloat16);
        using var shapes = new ParameterStore([], _ => null) { Device = META };
        var config = JanusConfig.Read(folder);
        using var parts = new JanusParts(config, new PromptTokens(config, folder), shapes, META);
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
            [.. shapes.Parameters.Select(own => Filled(own.Name, own.Value.shape))]);

        LazyTensor Filled(string name, long[] shape)
        {
            var count = shape.Aggregate(1L, (product, size) => product * size);
            var source = name.StartsWith(PictureCodec.Prefix, StringComparison.Ordinal) ? numbers : narrow;
            return new LazyTensor(name, source.dtype, shape, () =>
            {
                using var own = NewDisposeScope();
                var made = empty(count, dtype: source.dtype);
                for (var at = 0L; at < count; at += Side)
                {
                    var part = Math.Min(Side, count - at);
                    made.narrow(0, at, part).copy_(source.narrow(0, 0, part));
                }

                return made.reshape(shape).MoveToOuterDisposeScope();
            });
        }
    }

    private void Describe()
    {
        BytePairTrainer.Learn([]).WriteJanus(folder);
        Save("config.json", new JsonObject
        {
            ["model_type"] = "multi_modality",
            ["aligner_config"] = Part(Projector(1024)),
            ["gen_aligner_config"] = Part(Projector(8)),
            ["gen_head_config"] = Part(new()
            {
                ["image_token_embed"] = 2048, ["image_token_size"] = 16384, ["n_embed"] = 2048,
            }),
            ["gen_vision_config"] = Part(new() { ["image_token_size"] = 16384, ["n_embed"] = 8 }),
            ["language_config"] = new JsonObject
            {
                ["model_type"] = "llama",
                ["vocab_size"] = 102400,
                ["hidden_size"] = 2048,
                ["intermediate_size"] = 5632,
                ["num_hidden_layers"] = 24,
                ["num_attention_heads"] = 16,
                ["num_key_value_heads"] = 16,
            },
            ["vision_config"] = Part(new() { ["image_size"] = 384, ["model_name"] = "siglip_large_patch16_384" }),
        });
        Save("processor_config.json", new() { ["num_image_tokens"] = 576, ["sft_format"] = "deepseek" });
        Save("preprocessor_config.json", new()
        {
            ["image_size"] = 384,
            ["image_mean"] = new JsonArray(0.5, 0.5, 0.5),
            ["image_std"] = new JsonArray(0.5, 0.5, 0.5),
        });

        static JsonObject Part(JsonObject parameters) => new() { ["params"] = parameters };

        static JsonObject Projector(int from) => new()
        {
            ["depth"] = 2, ["input_dim"] = from, ["n_embed"] = 2048, ["projector_type"] = "mlp_gelu",
        };

        void Save(string name, JsonObject content) =>
            File.WriteAllText(Path.Combine(folder, name), content.ToJsonString());
    }
}
