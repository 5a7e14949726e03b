using Srum.Imaging;
using Srum.Judging;
using Srum.Models;
using Srum.Native;
using Srum.Recipes;
using Srum.Regions;
using Srum.Regions.Sam;
using Srum.Rounds;
using TorchSharp;

namespace Srum.Tests.Regions.Sam;

/// <summary>Automatic mask generation by small models, against boxes worked out by hand.</summary>
public sealed class SamProposerTests : IDisposable
{
    private static readonly Box Red = new(2 / 16.0, 1 / 8.0, 6 / 16.0, 5 / 8.0);
    private static readonly Box Green = new(9 / 16.0, 2 / 8.0, 15 / 16.0, 7 / 8.0);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Four points, two of each side. The mask of everything is for unambiguous prompts; the pixel is too small.
    [Fact]
    public void Sure_masks_are_kept_once_as_boxes_the_largest_first()
    {
        using var proposer = new SamProposer(Settings());
        Assert.Equal([Green, Red], proposer.Propose(Two));
        Assert.Equal([Green, Red], proposer.Propose([new JudgeRequest("1", "x", "1.png", Two, 0)])[0]);
    }

    [Fact]
    public void Each_threshold_does_what_its_name_says()
    {
        // Red is expected to have .95 at best, green .92, the pixel .99.
        Assert.Equal([Red], Propose(Settings() with { PredictedIou = 0.93 }));
        Assert.Equal([Green, Red, new Box(0, 0, 1 / 16.0, 1 / 8.0)], Propose(Settings() with { MinimumArea = 0.005 }));
        // Red's logits are 2.25 and −2.12, green's 2.43 and −2.04: cut at 2.3, red is nowhere.
        Assert.Equal([Green], Propose(Settings() with { StabilityOffset = 2.3, Stability = 0.2 }));
        // Boxes that do not meet are kept even where none may lie over another.
        Assert.Equal([Green, Red], Propose(Settings() with { BoxOverlap = 0 }));
        // A single point in the middle counts as the right side, where red is not sure.
        Assert.Equal([Green], Propose(Settings() with { PointsPerSide = 1 }));
    }

    [Fact]
    public void A_large_picture_is_fitted_into_the_encoders_corner()
    {
        var blocks = Paint(64, 32, (x, y) => (x is >= 16 and < 32 && y is >= 8 and < 24, false));
        var settings = Settings() with { Decoder = SmallSam.Decoder(folder.File("d.onnx")), Stability = 0 };
        var wrong = Assert.Throws<SrumException>(() => new SamProposer(settings).Propose(blocks)).Message;
        // This decoder's masks have the encoder's size, not the picture's: SAM's own export resizes them.
        Assert.Contains("gave masks of 16 × 8 for a picture of 64 × 32", wrong);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_second_models_export_sees_the_picture_stretched(bool hasSize)
    {
        var half = Paint(8, 16, (x, _) => (x < 4, false));
        var settings = new SamSettings
        {
            Encoder = SmallSam.SecondEncoder(folder.File("e.onnx")),
            Decoder = SmallSam.SecondDecoder(folder.File("d.onnx"), hasSize), PointsPerSide = 2, Stability = 0.5,
        };
        Assert.Equal([new Box(0, 0, 0.5, 1)], new SamProposer(settings).Propose(half));
    }

    [Fact]
    public void Stability_area_and_bounds_of_a_mask_are_those_of_its_logits()
    {
        float[] logits =
        [
            -3, -3, -3, -3,
            -3, 3, 0.5f, -3,
            -3, -0.5f, -3, float.NaN,
        ];
        var mask = new SamMask(logits, 4, 3, 1);
        // Above 1: one; above −1: three.
        Assert.Equal(1 / 3.0, mask.Stability(1), 1e-12);
        Assert.Equal(1, mask.Stability(0));
        Assert.Equal(2 / 12.0, mask.Area, 1e-12);
        Assert.Equal(new Box(0.25, 1 / 3.0, 0.75, 2 / 3.0), mask.Bounds);
        var empty = new SamMask(new float[] { -9, -9 }, 2, 1, 1);
        Assert.Null(empty.Bounds);
        Assert.True(double.IsNaN(empty.Stability(1)));
    }

    [Fact]
    public void Of_boxes_over_each_other_the_best_stays()
    {
        Box a = new(0, 0, 0.5, 0.5), most = new(0, 0, 0.5, 0.4), half = new(0, 0, 0.5, 0.25), far = new(0.6, 0.6, 1, 1);
        // IoU of a and most is .8, of a and half .5, of most and half .625.
        Assert.Equal([most, half, far], BoxSuppression.Keep([(a, 0.5), (most, 0.9), (half, 0.7), (far, 0.1)], 0.7));
        Assert.Equal([a, far], BoxSuppression.Keep([(a, 0.9), (most, 0.5), (half, 0.7), (far, 0.1)], 0.4));
        Assert.Equal([a, most], BoxSuppression.Keep([(a, 0.9), (most, 0.5)], 0.8));
    }

    [Fact]
    public void Other_exports_are_refused_by_what_they_have()
    {
        var hq = Settings() with { Decoder = SmallSam.Decoder(folder.File("hq.onnx"), "interm_embeddings") };
        Refused(hq, "is no decoder that is read: it takes interm_embeddings Float (1, 3, 16, 16), point_coords Float");
        var flat = new OnnxWriter().Input("image", [16, 16, 3]).Output("out", 16, 16, 3)
            .Node("Identity", ["image"], "out").Save(folder.File("flat.onnx"));
        Refused(Settings() with { Encoder = flat }, "is no encoder that is read: it takes image Float (16, 16, 3)");
        Refused(
            Settings() with { Decoder = SmallSam.SecondDecoder(folder.File("2.onnx"), hasSize: false) },
            "is no encoder that is read");
        Refused(Settings() with { Encoder = folder.Write("no.onnx", "no model") }, "cannot be opened as an ONNX model");
        var missing = Assert.Throws<SrumException>(() => new SamProposer(Settings() with { Encoder = "none.onnx" }));
        Assert.Contains("none.onnx", missing.Message);

        void Refused(SamSettings settings, string told) =>
            Assert.Contains(told, Assert.Throws<SrumException>(() => Propose(settings)).Message);
    }

    [Fact]
    public void A_proposer_is_its_files_contents_and_its_constants()
    {
        var name = new SamProposer(Settings()).Name;
        File.Copy(folder.File("encoder.onnx"), folder.File("elsewhere.onnx"));
        var moved = Settings() with { Encoder = folder.File("elsewhere.onnx") };
        Assert.Equal(name, new SamProposer(moved).Name);
        Assert.NotEqual(name, new SamProposer(moved with { BoxOverlap = 0.6 }).Name);
        Assert.NotEqual(
            name, new SamProposer(moved with { Encoder = SmallSam.Encoder(folder.File("x.onnx"), "x") }).Name);
    }

    [Theory]
    [InlineData(0, 0.9, "judge.sam.pointsPerSide")]
    [InlineData(2, 1.5, "judge.sam.predictedIou")]
    public void A_setting_out_of_range_is_named(int points, double iou, string name) => Assert.Contains(
        name, Assert.Throws<SettingException>(
            () => new SamProposer(Settings() with { PointsPerSide = points, PredictedIou = iou })).Message);

    [Fact]
    public void A_recipe_names_the_files_and_what_differs_from_the_defaults()
    {
        var settings = Settings();
        var judge = Read(
            "judge.proposer=sam", $"judge.sam.encoder={settings.Encoder}", $"judge.sam.decoder={settings.Decoder}",
            "judge.sam.pointsPerSide=4");
        Assert.Equal(settings with { PointsPerSide = 4, MinimumArea = new SamSettings().MinimumArea }, judge.Sam);
        using var model = new ToyModel();
        Assert.StartsWith("sam ", Judges.Of(judge, model, JudgeQuestions.Dual).Proposer);
        Assert.Contains("judge.sam.encoder", Assert.Throws<RecipeException>(() => Read("judge.proposer=sam")).Message);

        static JudgeSettings Read(params string[] changes) => Recipe.Read(
            Path.Combine(DataFolder.Path, "recipes", "published.json"), new DrawSettings(), changes).Judge;
    }

    [Fact]
    public void Judges_of_one_run_share_a_proposer_of_equal_settings()
    {
        var (settings, other) = (Settings(), Settings() with { BoxOverlap = 0.6 });
        using var proposers = new SamProposers();
        var proposer = proposers.Of(By(settings))!;
        Assert.Equal([Green, Red], proposer.Propose(Two));
        Assert.Same(proposer, proposers.Of(By(settings with { })));
        Assert.NotSame(proposer, proposers.Of(By(other)));
        Assert.Null(proposers.Of(new OwnJudgeSettings()));

        static OwnJudgeSettings By(SamSettings sam) => new() { Proposer = "sam", Sam = sam };
    }

    [Fact]
    public void Both_native_libraries_compute_in_one_process_with_one_OpenMP()
    {
        TorchNatives.Require();
        using var scope = torch.NewDisposeScope();
        var (a, b) = (torch.rand(256, 256), torch.rand(256, 256));
        var before = a.matmul(b).data<float>().ToArray();
        Assert.Equal([Green, Red], Propose(Settings()));
        Assert.Equal(before, a.matmul(b).data<float>().ToArray());
        if (OperatingSystem.IsLinux())
        {
            var loaded = File.ReadAllLines("/proc/self/maps").Select(line => line.Split(' ')[^1])
                .Where(path => path.StartsWith('/')).Select(path => Path.GetFileName(path)).Distinct().ToArray();
            Assert.Single(loaded, file => file.StartsWith("libonnxruntime.so", StringComparison.Ordinal));
            Assert.Single(loaded, file => file.StartsWith("libgomp", StringComparison.Ordinal));
            Assert.DoesNotContain(loaded, file => file.StartsWith("libiomp", StringComparison.Ordinal));
        }
    }

    private static Picture Two => Paint(16, 8, (x, y) => (
        x is >= 2 and < 6 && y is >= 1 and < 5, x is >= 9 and < 15 && y is >= 2 and < 7));

    private static Picture Paint(int width, int height, Func<int, int, (bool Red, bool Green)> at)
    {
        var rgb = new byte[width * height * 3];
        for (var place = 0; place < width * height; place++)
        {
            var (red, green) = at(place % width, place / width);
            (rgb[place * 3], rgb[(place * 3) + 1]) = ((byte)(red ? 255 : 0), (byte)(green ? 255 : 0));
        }

        return new Picture(width, height, rgb);
    }

    private static IReadOnlyList<Box> Propose(SamSettings settings)
    {
        using var proposer = new SamProposer(settings);
        return proposer.Propose(Two);
    }

    private SamSettings Settings() => new()
    {
        Encoder = SmallSam.Encoder(folder.File("encoder.onnx")),
        Decoder = SmallSam.Decoder(folder.File("decoder.onnx")), PointsPerSide = 2, MinimumArea = 0.01,
    };
}
