namespace Srum.Tests.Fixtures;

/// <summary>An area that no test knows must not go unnoticed; one that a root lacks is no failure.</summary>
[Trait("Category", "Fixtures")]
public sealed class FixtureAreasTests
{
    private static readonly string[] Known =
    [
        "bagel-7b", "benchmarks", "formats", "generate", "janus", "judge-replies", "model", "preprocess", "reward-map",
        "tables", "tokenizer", "train", "understand", "vae", "vit",
    ];

    private static readonly Dictionary<string, string> Later = new()
    {
        ["README.d"] = "descriptions",
    };

    [Fact]
    public void Every_area_of_the_root_is_known() =>
        Assert.DoesNotContain(FixtureRoot.Areas, area => !Known.Contains(area) && !Later.ContainsKey(area));
}
