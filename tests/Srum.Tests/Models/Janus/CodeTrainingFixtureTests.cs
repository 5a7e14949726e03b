using Srum.Models;
using Srum.Models.Janus;
using Srum.Tests.Fixtures;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>A training step over codes: cross-entropies, the loss under a weight map, and gradients.</summary>
[Trait("Category", "Fixtures")]
public sealed class CodeTrainingFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => JanusFixture.Cases("train");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => JanusFixture.Run("train", name, (parts, it, check) =>
    {
        foreach (var (_, value) in parts.Store.Parameters)
        {
            value.requires_grad_();
        }

        var codes = it.Tensor("in.image_ids");
        bool[] dropped = [.. it["text_dropped"].EnumerateArray().Select(row => row.GetBoolean())];
        var prompts = JanusFixture.Texts(it["prompts"]).Select(parts.Tokens.Encode)
            .Select((ids, row) => dropped[row] ? parts.Tokens.WithoutWords(ids) : ids).ToArray();
        CheckInputs(parts, it, prompts, codes);
        var pass = CodeTraining.Forward(parts, prompts, codes);
        var valid = it.Tensor("in.attention_mask").to(ScalarType.Bool).unsqueeze(-1);
        check.Tensor("out.embeds", where(valid, pass.Embeddings, zeros_like(pass.Embeddings)));
        check.Tensor("out.hidden", pass.Hidden);
        check.Tensor("out.logits", pass.Logits);
        check.Tensor("out.cross_entropy", pass.CrossEntropy);

        // The loss is the one of flows: the errors are what differs.
        var errors = pass.CrossEntropy.flatten();
        var (weights, lambda) = (it.Tensor("in.weights").flatten(), it["lambda_constraint"].GetDouble());
        var loss = SrumLoss.Weighted(errors, errors, weights, lambda, reach: double.PositiveInfinity);
        var relative = new FixtureTolerance(0, it.Tolerance.GetProperty("loss_rel").GetDouble());
        check.Json("loss", loss.Total.ToDouble(), relative);
        check.Json("loss_reward", loss.Reward!.ToDouble(), new FixtureTolerance(1e-9, relative.Relative));
        check.Json("loss_constraint", loss.Constraint.ToDouble(), relative);
        loss.Total.backward();
        CheckGradients(parts, it, check);
    });

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void The_seam_passes_the_same(string name)
    {
        using var it = new FixtureCase(JanusFixture.Area("train"), name);
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var parts = JanusFolder.OpenParts(JanusFixture.Folder(it["model"].GetString()!));
        bool[] dropped = [.. it["text_dropped"].EnumerateArray().Select(row => row.GetBoolean())];
        var (rows, columns) = (it["rows"].GetInt32(), it["columns"].GetInt32());
        // The seam's prompts are bare words.
        var samples = JanusFixture.Texts(it["prompts"]).Select((text, i) =>
        {
            var words = JanusFixture.Words(text);
            var target = it.Tensor("in.image_ids")[i].reshape(rows, columns);
            return dropped[i]
                ? new TrainingSample(null, target, Seed: i) { DroppedPrompt = words }
                : new TrainingSample(words, target, Seed: i);
        }).ToArray();
        using var forward = CodeForward.Of(parts, samples);
        Assert.All(forward.Grids, grid => Assert.Equal(new TokenGrid(rows, columns), grid));
        var check = new FixtureCheck(it);
        check.Tensor(
            "out.cross_entropy",
            forward.Errors([.. samples.Select(sample => sample.Target)]).reshape(samples.Length, -1));
        foreach (var other in it.OutNames.Where(other => other != "out.cross_entropy"))
        {
            check.PassOver(other, "compared above");
        }

        it.Read([.. it.Unread]);
        check.Finish();
    }

    private static void CheckInputs(JanusParts parts, FixtureCase it, int[][] prompts, Tensor codes)
    {
        var batch = new PromptBatch(parts.Tokens, prompts);
        Assert.Equal(it.Tensor("in.ids").data<long>().ToArray(), batch.Ids.data<long>().ToArray());
        var valid = batch.Valid ?? ones(batch.Ids.shape, dtype: ScalarType.Bool);
        var mask = cat([valid, ones_like(codes, dtype: ScalarType.Bool)], 1).to(ScalarType.Int64);
        Assert.Equal(it.Tensor("in.attention_mask").data<long>().ToArray(), mask.data<long>().ToArray());
        Assert.Equal(codes.shape[1], it["rows"].GetInt64() * it["columns"].GetInt64());
    }

    private static void CheckGradients(JanusParts parts, FixtureCase it, FixtureCheck check)
    {
        var tolerance = it.Tolerance;
        var norms = it["gradient_norms"];
        var within = new FixtureTolerance(
            tolerance.GetProperty("gradient_norm_abs").GetDouble(),
            tolerance.GetProperty("gradient_norm_rel").GetDouble());
        foreach (var (parameter, value) in parts.Store.Parameters)
        {
            var reached = norms.TryGetProperty(parameter, out var norm);
            Assert.Equal(reached, value.grad is not null);
            Assert.True(!reached || (JanusParts.IsGeneration(parameter) && !JanusParts.IsFixed(parameter)), parameter);
            if (reached)
            {
                check.Json($"gradient_norms.{parameter}", value.grad!.norm().ToDouble(), norm, within);
            }
        }

        foreach (var named in JanusFixture.Texts(it["gradients_in_full"]))
        {
            using var wanted = it.Tensor("out.grad." + named);
            var largest = wanted.abs().max().ToDouble();
            check.Tensor(
                "out.grad." + named, parts.Store[named].grad!,
                new FixtureTolerance(tolerance.GetProperty("gradient_of_largest").GetDouble() * largest));
        }
    }
}
