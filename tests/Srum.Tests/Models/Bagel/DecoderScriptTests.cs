using Srum.Models;
using Srum.Models.Bagel;
using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>The script of all layers against the layers one by one, to the bit.</summary>
[Collection(nameof(Alone))]
public sealed class DecoderScriptTests : IDisposable
{
    private readonly BagelModel model = SmallModel.Open();

    public void Dispose() => model.Dispose();

    [Theory]
    [InlineData("a red circle")]
    [InlineData("a red circle", "two green triangles and a blue cross")]
    public void Texts_pictures_and_tokens_have_the_same_rows_either_way(params string[] texts)
    {
        var (script, layers) = (Rows(texts), Each(() => Rows(texts)));
        Assert.Equal(script.Length, layers.Length);
        Assert.All(script.Zip(layers), pair => Assert.Equal(pair.First, pair.Second));
    }

    /// <summary>
    /// On a card; a processor checks its bfloat16 products, and may take another kernel for them than the script does.
    /// </summary>
    [Fact]
    public void In_bfloat16_the_rows_are_the_same_but_for_rounding()
    {
        using var rounded = SmallModel.Open(ModelPrecision.Bf16);
        string[] texts = ["a red circle", "two green triangles and a blue cross"];
        rounded.Parts.Decoder.ByScript = true;
        var script = Rows(rounded, texts);
        rounded.Parts.Decoder.ByScript = false;
        var layers = Rows(rounded, texts);

        Assert.All(script.Zip(layers), pair =>
        {
            var largest = pair.Second.Max(Math.Abs);
            Assert.All(
                pair.First.Zip(pair.Second), values => Assert.InRange(
                    values.First, values.Second - (0.02f * largest), values.Second + (0.02f * largest)));
        });
    }

    /// <summary>From there on attention takes plain products, which the script does not.</summary>
    [Fact]
    public void Rows_of_many_heads_go_layer_by_layer_on_a_processor()
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var store = ParameterStore.Random(1);
        const int Heads = 32;
        using var decoder = new Decoder(new LanguageConfig(8, 2 * Heads, 8, 1, Heads, Heads, 1e-6, 1e4), store);
        var most = Attention.ManyRows / Heads;
        Assert.True(decoder.IsForScript(new ExpertRows(zeros(1, most - 1, 2 * Heads), null)));
        Assert.False(decoder.IsForScript(new ExpertRows(zeros(2, most / 2, 2 * Heads), null)));
        Assert.False(
            decoder.IsForScript(new ExpertRows(zeros(1, 2, 2 * Heads), zeros(1, most - 2, 2 * Heads))));
    }

    [Fact]
    public void A_pass_counts_the_same_operations_either_way()
    {
        Assert.Equal(Counted(), Each(Counted));

        double Counted()
        {
            var before = Operations.Total;
            Rows(["a red circle"]);
            return Operations.Total - before;
        }
    }

    [Fact]
    public void Garbage_that_is_collected_meanwhile_changes_nothing()
    {
        string[] texts = ["a red circle", "two green triangles and a blue cross"];
        var alone = Rows(texts);
        var done = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
                Thread.Sleep(1);
            }
        });
        collector.Start();
        try
        {
            for (var pass = 0; pass < 200; pass++)
            {
                Assert.All(alone.Zip(Rows(texts)), pair => Assert.Equal(pair.First, pair.Second));
            }
        }
        finally
        {
            Volatile.Write(ref done, true);
            collector.Join();
        }
    }

    // What is observed goes layer by layer.
    private T Each<T>(Func<T> work)
    {
        var seen = 0;
        model.Parts.Decoder.Observe = (_, _) => seen++;
        try
        {
            return work();
        }
        finally
        {
            model.Parts.Decoder.Observe = null;
            Assert.True(seen > 0);
        }
    }

    // Texts of several lengths, a picture's velocity beside them, clean latents, and a further token behind all.
    private float[][] Rows(string[] texts) => Rows(model, texts);

    private static float[][] Rows(BagelModel model, string[] texts)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var contexts = Contexts.Empty(model.Parts, texts.Length);
        contexts.AddText(texts);
        var grid = new TokenGrid(2, 2);
        var latents = randn([texts.Length, grid.Count, model.Parts.Config.LatentWidth], generator: new Generator(1));
        // Neither way is the other one by mistake.
        var decoder = model.Parts.Decoder;
        Assert.Equal(decoder.ByScript ?? decoder.Observe is null, decoder.IsForScript(new ExpertRows(null, latents)));
        var velocity = contexts.Velocity(latents, tensor(Enumerable.Repeat(0.5f, texts.Length).ToArray()), grid);
        var kept = contexts.AddLatents(latents, grid);
        var tokens = contexts.AddTokens(
            [.. texts.Select((_, i) => (IReadOnlyList<int>)[5, .. Enumerable.Repeat(6, i)])]);
        return
        [
            .. ((Tensor[])[velocity, kept.Understanding!, kept.Generation!, tokens!])
                .Select(own => own.to(ScalarType.Float32).contiguous().data<float>().ToArray()),
        ];
    }
}
