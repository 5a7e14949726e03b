using Srum.Maps;
using Srum.Tests.Fixtures;
using Srum.Training;
using TorchSharp;

namespace Srum.Tests.Maps;

[Trait("Category", "Fixtures")]
public sealed class RewardMapFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases("reward-map");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Paints_and_pools_as_published(string name) => FixtureCheck.Run("reward-map", name, (it, check) =>
    {
        // Of the setting; the time does not enter, because the velocity is given, and the boxes are not rescaled.
        it.Read("image_size", "transform", "token_side", "timestep_raw", "timestep_shift");
        check.PassOver("upstream_warnings", "what the authors' code prints about a record is no part of its result");
        var reward = PublishedRewards.Read(it["record"]);
        check.Json("upstream_outcome", reward is null ? "record skipped" : "map");
        check.Json("valid_input", ScoreCheck.HasValidScores(it["record"]));
        if (reward is null)
        {
            Assert.Empty(it.OutNames);
            it.Read("grid", "latent_channels", "latent_patch", "lambda_constraint", "map_size");
            return;
        }

        var (width, height) = (it["map_size"][0].GetInt32(), it["map_size"][1].GetInt32());
        var (rows, columns) = (it["grid"][0].GetInt32(), it["grid"][1].GetInt32());
        var map = RewardMap.Paint(MapRule.Published, width, height, reward);
        var weights = map.TokenWeights(rows, columns);
        check.Numbers("out.pixel_map", map.Pixels, [height, width], Within(it, "out.pixel_map", map.Pixels));
        check.Numbers("out.token_weights", weights, [rows, columns], Within(it, "out.token_weights", weights));

        var (channels, patch) = (it["latent_channels"].GetInt32(), it["latent_patch"].GetInt32());
        var judged = Errors(it, "in.latent", channels, patch, rows, columns);
        var good = Errors(
            it, it.HasTensor("in.latent_good") ? "in.latent_good" : "in.latent", channels, patch, rows, columns);
        var loss = SrumLoss.Weighted(
            judged, good, torch.tensor(weights), it["lambda_constraint"].GetDouble(), double.PositiveInfinity);
        check.Tensor("out.loss_reward", loss.Reward!.reshape(1), Loss(it));
        check.Tensor("out.loss_constraint", loss.Constraint.reshape(1), Loss(it));
        check.Tensor("out.loss", loss.Total.reshape(1), Loss(it));
    });

    /// <summary>
    /// Each token's squared velocity error against the clean latent of a name, a mean over patch² · channels: (tokens).
    /// </summary>
    private static torch.Tensor Errors(FixtureCase it, string latent, int channels, int patch, int rows, int columns)
    {
        var clean = it.Tensor(latent).reshape(channels, rows, patch, columns, patch)
            .permute(1, 3, 2, 4, 0).reshape(rows * columns, patch * patch * channels);
        return (it.Tensor("in.velocity") - (it.Tensor("in.noise") - clean)).square().mean([-1]);
    }

    // A tolerance is relative where a value exceeds 1.
    private static FixtureTolerance Within(FixtureCase it, string name, IEnumerable<float> values)
    {
        var tolerance = it.Tolerance.GetProperty(name).GetDouble();
        return new(tolerance, values.Any(v => Math.Abs(v) > 1) ? tolerance : 0);
    }

    private static FixtureTolerance Loss(FixtureCase it)
    {
        var tolerance = it.Tolerance.GetProperty("out.loss*").GetDouble();
        return new(tolerance, tolerance);
    }
}
