using System.Text.Json;
using Srum.Imaging;
using Srum.Models.Janus;
using Srum.Tests.Fixtures;

namespace Srum.Tests.Models.Janus;

/// <summary>Picture files to the tower's input, compared with the authors' transforms.</summary>
[Trait("Category", "Fixtures")]
public sealed class SquareInputFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => JanusFixture.Cases("preprocess");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) =>
        FixtureCheck.Run(JanusFixture.Area("preprocess"), name, (it, check) =>
    {
        // How the case was made; and what whole-number arithmetic would give, which is not what is asked for.
        it.Read("source_mode", "resampled", "exact_arithmetic_would_give");
        var input = new SquareInput(
            it["image_size"].GetInt32(), it["min_size"].GetInt32(),
            Numbers(it["image_mean"]), Numbers(it["image_std"]));
        var picture = PictureFile.Read(it.Path(it["source"].GetString()!), dropsAlpha: true);
        check.Json("source_size", new[] { picture.Width, picture.Height });
        Bytes("out.rgb", picture, Within(it, "out.rgb"));
        check.Json("background", input.Background.Select(value => (int)value));
        var resized = input.Resized(picture);
        check.Json("resized_size", new[] { resized.Width, resized.Height });
        Bytes("out.resized", resized, Within(it, "out.resized"));
        // What follows starts from the reference's own step, so that tolerances do not add up.
        Bytes("out.padded", input.Padded(Given(it, "out.resized")), Within(it, "out.padded from out.resized"));
        check.Tensor(
            "out.pixels", input.Pixels([Given(it, "out.padded")])[0], Within(it, "out.pixels from out.padded"));

        void Bytes(string tensor, Picture got, FixtureTolerance within) =>
            check.Numbers(tensor, got.Rgb, [got.Height, got.Width, 3], within);
    }, FixtureTolerance.Exact);

    private static Picture Given(FixtureCase it, string name)
    {
        using var bytes = it.Tensor(name);
        return new Picture((int)bytes.shape[1], (int)bytes.shape[0], bytes.data<byte>().ToArray());
    }

    private static double[] Numbers(JsonElement numbers) =>
        [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    private static FixtureTolerance Within(FixtureCase it, string name) =>
        FixtureTolerance.From(it.Tolerance.GetProperty(name));
}
