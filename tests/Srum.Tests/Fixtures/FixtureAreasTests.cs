using Srum.Tests.Models.Janus;

namespace Srum.Tests.Fixtures;

/// <summary>
/// An area that no test knows must not go unnoticed. One that a root of somebody's own lacks is no failure; of the
/// repository's copy all are there.
/// </summary>
[Trait("Category", "Fixtures")]
public sealed class FixtureAreasTests
{
    private static readonly string[] Known =
    [
        "bagel-7b", "benchmarks", "formats", "generate", "janus", "judge-replies", "model", "preprocess", "reward-map",
        "tables", "tokenizer", "train", "understand", "vae", "vit",
    ];

    private static readonly string[] OfJanus =
    [
        "generate", "llm", "parts", "preprocess", "published", "texts", "train", "understand", "vision", "vq",
    ];

    private static readonly Dictionary<string, string> Later = new()
    {
        ["README.d"] = "descriptions",
    };

    [Fact]
    public void Every_area_of_the_root_is_known() =>
        Assert.DoesNotContain(FixtureRoot.Areas, area => !Known.Contains(area) && !Later.ContainsKey(area));

    /// <summary>A whole area that is gone would turn its tests into skips, which fail nothing.</summary>
    [Fact]
    public void The_repositorys_own_copy_has_cases_of_every_area()
    {
        Assert.SkipUnless(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable(FixtureRoot.Variable)),
            $"{FixtureRoot.Variable} names another root, which may hold any of the areas.");
        Assert.All(
            Known.Except(["janus"]).Concat(OfJanus.Select(JanusFixture.Area)),
            area => Assert.NotEmpty(FixtureRoot.CaseNames(area)));
        Assert.NotEmpty(JanusFixture.Models);
    }
}
