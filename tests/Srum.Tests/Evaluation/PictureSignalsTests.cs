using CsCheck;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Tests.Evaluation;

public sealed class PictureSignalsTests
{
    private static readonly Gen<Picture> Pictures =
        Gen.Select(Gen.Int[3, 9], Gen.Int[3, 9]).SelectMany((width, height) =>
            Gen.Byte.Array[width * height * 3].Select(rgb => new Picture(width, height, rgb)));

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(255)]
    public void One_grey_is_as_bright_as_it_is_and_nothing_else(byte grey)
    {
        var signals = PictureSignals.Of(new Picture(8, 8, [.. Enumerable.Repeat(grey, 192)]));
        Assert.Equal(grey / 255.0, signals.Brightness, 1e-9);
        Assert.Equal((0.0, 0.0, 0.0), (signals.EdgeDensity, Math.Abs(signals.ColourEntropy), signals.ObjectSize));
    }

    [Fact]
    public void A_mirror_image_has_the_same_brightness_edges_and_colours() => Pictures.Sample(picture =>
    {
        var (plain, mirrored) = (PictureSignals.Of(picture), PictureSignals.Of(Mirrored(picture)));
        Assert.Equal(plain.Brightness, mirrored.Brightness, tolerance: 1e-9);
        Assert.Equal(plain.EdgeDensity, mirrored.EdgeDensity, tolerance: 1e-9);
        Assert.Equal(plain.ColourEntropy, mirrored.ColourEntropy, tolerance: 1e-9);
    });

    [Fact]
    public void Signals_stay_in_their_ranges() => Pictures.Sample(picture =>
    {
        var signals = PictureSignals.Of(picture);
        Assert.InRange(signals.Brightness, 0, 1);
        Assert.InRange(signals.EdgeDensity, 0, 1);
        Assert.InRange(signals.ColourEntropy, -1e-12, 6);
        Assert.InRange(signals.ObjectSize, 0, 1);
    });

    [Fact]
    public void A_bigger_object_is_bigger()
    {
        Assert.InRange(
            PictureSignals.Of(Square(4.8)).ObjectSize, 0.01, PictureSignals.Of(Square(6.5)).ObjectSize - 0.01);

        static Picture Square(double half) => SceneRenderer.Render(
            new Scene(Background.White, [new(ObjectShape.Square, ObjectColour.Red, ObjectFill.Solid, half, 8, 8)]));
    }

    [Fact]
    public void Diversity_is_that_of_the_pairs_whatever_their_order() => Gen.Byte.Array[48].Array[2, 5].Sample(bytes =>
    {
        Picture[] pictures = [.. bytes.Select(rgb => new Picture(4, 4, rgb))];
        var diversity = PictureSignals.Diversity(pictures)!.Value;
        Assert.InRange(diversity, 0, 1);
        Assert.Equal(diversity, PictureSignals.Diversity([.. pictures.Reverse()])!.Value, tolerance: 1e-9);
        Assert.Equal(0, PictureSignals.Diversity([pictures[0], pictures[0]]));
    });

    [Fact]
    public void Black_and_white_are_as_different_as_can_be()
    {
        Assert.Equal(1, PictureSignals.Diversity([new(1, 1, [0, 0, 0]), new(1, 1, [255, 255, 255])]));
        Assert.Null(PictureSignals.Diversity([new(1, 1, [0, 0, 0])]));
    }

    [Fact]
    public void Darker_pictures_raise_the_alarm_for_brightness_alone()
    {
        var random = new SeededRandom(3);
        Picture[][] before =
            [.. Enumerable.Range(0, 30).Select(_ => Enumerable.Range(0, 3).Select(_ => Noise(random)).ToArray())];
        var drifts = SignalDrift.Compare(before, [.. before.Select(pictures => pictures.Select(Darker).ToArray())]);
        Assert.Equal(["brightness"], drifts.Where(drift => drift.IsAlarm).Select(drift => drift.Name));
        Assert.DoesNotContain(SignalDrift.Compare(before, before), drift => drift.IsAlarm);
        Assert.All(SignalDrift.Compare(before, before), drift => Assert.Equal(0, drift.Change.Mean));
    }

    [Fact]
    public void Sets_of_different_prompts_are_refused() =>
        Assert.Throws<SrumException>(() => SignalDrift.Compare([[new(1, 1, [0, 0, 0])]], []));

    [Fact]
    public void Evaluations_are_compared_prompt_by_prompt_all_trainings_of_a_system_together()
    {
        EvaluationRecord[] before = [.. Enumerable.Range(0, 10).Select(i => Record(i, 0.02 * i))];
        EvaluationRecord[] after = [.. before
            .SelectMany((_, i) => (EvaluationRecord[])[Record(i, (0.02 * i) + 0.3), Record(i, (0.02 * i) + 0.5)])
            .Reverse()];
        var drift = SignalDrift.Compare(before, after)[0];
        Assert.Equal(("brightness", 10, true), (drift.Name, drift.Change.Count, drift.IsAlarm));
        Assert.Equal(0.4, drift.Change.Mean, tolerance: 1e-9);
        Assert.Empty(SignalDrift.Compare(before, [.. after.Skip(1), after[0] with { Signals = null }]));
    }

    private static EvaluationRecord Record(int prompt, double brightness) => new(
        $"{prompt}", "color", 0, null, new PictureSignals(brightness, 0.1, 1, 0.2));

    private static Picture Noise(SeededRandom random)
    {
        var level = 120 + random.Below(60);
        return new Picture(8, 8, [.. Enumerable.Range(0, 192).Select(i => (byte)(level + (i / 3 % 2 * 40)))]);
    }

    private static Picture Darker(Picture picture) => new(
        picture.Width, picture.Height, [.. picture.Rgb.Select(value => (byte)(value - 64))]);

    private static Picture Mirrored(Picture picture)
    {
        var rgb = new byte[picture.Rgb.Length];
        for (var i = 0; i < rgb.Length; i++)
        {
            var (row, column, channel) = (i / 3 / picture.Width, i / 3 % picture.Width, i % 3);
            rgb[(((row * picture.Width) + picture.Width - 1 - column) * 3) + channel] = picture.Rgb[i];
        }

        return new Picture(picture.Width, picture.Height, rgb);
    }
}
