using System.Text.Json;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>
/// A training step: velocities, errors, gradients and moved weights. The packed sequence of the reference is computed
/// here as contexts and pictures.
/// </summary>
[Trait("Category", "Fixtures")]
public sealed class TrainFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases("train");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => FixtureCheck.Run("train", name, (it, check) =>
    {
        using var model = ModelFolder.Open(FixtureModel.Folder, new ModelSettings());
        var parts = model.Parts;
        // As in the released scripts: the vision encoder is not there, the position tables are fixed.
        ModelParameter[] learnt =
        [
            .. model.Parameters.Where(parameter => !parameter.Name.StartsWith("vit_", StringComparison.Ordinal)
                && !parameter.Name.StartsWith("connector", StringComparison.Ordinal)
                && !parameter.Name.EndsWith("pos_embed", StringComparison.Ordinal)),
        ];
        foreach (var parameter in learnt)
        {
            parameter.Value.requires_grad_();
        }

        var batch = new Batch(parts, it);
        CheckInputs(it, check, parts, batch);
        var tolerance = it.Tolerance;
        var optimizer = it["optimizer"];
        using var adam = new AdamW([.. learnt.Select(parameter => parameter.Value)], new AdamWSettings
        {
            Beta1 = optimizer.GetProperty("beta1").GetDouble(),
            Beta2 = optimizer.GetProperty("beta2").GetDouble(),
            Epsilon = optimizer.GetProperty("eps").GetDouble(),
            WeightDecay = optimizer.GetProperty("weight_decay").GetDouble(),
            ClipNorm = optimizer.GetProperty("clip_norm").GetDouble(),
        });
        var losses = new List<double>();
        var norms = new List<double>();
        for (var step = 1; step <= optimizer.GetProperty("steps").GetInt32(); step++)
        {
            using var scope = NewDisposeScope();
            using var forward = batch.Forward(it["freeze_und"].GetBoolean());
            var bad = forward.Errors(batch.Bad);
            var good = forward.Errors(batch.Good);
            var constraint = good.mean();
            var reward = batch.Weights is null ? null : (batch.Weights * bad).mean();
            using var lambda = it["lambda_constraint"].GetDouble().ToScalar();
            var loss = reward is null ? constraint : reward + (constraint.mul(lambda));
            losses.Add(loss.ToDouble());
            loss.backward();
            if (step == 1)
            {
                var relative = new FixtureTolerance(0, tolerance.GetProperty("loss_rel").GetDouble());
                check.Tensor("out.squared_error_bad", bad);
                check.Tensor("out.squared_error_good", good);
                check.Tensor("out.velocity", batch.Velocity(forward));
                check.Json("loss", loss.ToDouble(), relative);
                check.Json("loss_constraint", constraint.ToDouble(), relative);
                check.Json("loss_reward", reward?.ToDouble(), relative);
                CheckGradients(it, check, learnt);
            }

            norms.Add(adam.Step(optimizer.GetProperty("lr").GetDouble()));
            if (step is 1 or 3)
            {
                var within = new FixtureTolerance(tolerance.GetProperty("param_abs").GetDouble());
                foreach (var parameter in learnt
                    .Where(parameter => it.HasTensor($"out.param_after_{step}.{parameter.Name}")))
                {
                    check.Tensor($"out.param_after_{step}.{parameter.Name}", parameter.Value, within);
                }
            }
        }

        check.Json("losses_by_step", losses, new FixtureTolerance(0, tolerance.GetProperty("loss_rel").GetDouble()));
        check.Json("gradient_norm_by_step_before_clipping", norms, new FixtureTolerance(
            tolerance.GetProperty("gradient_norm_abs").GetDouble(),
            tolerance.GetProperty("gradient_norm_rel").GetDouble()));
    });

    private static void CheckGradients(FixtureCase it, FixtureCheck check, ModelParameter[] learnt)
    {
        var tolerance = it.Tolerance;
        var want = it["gradient_norms"];
        var within = new FixtureTolerance(
            tolerance.GetProperty("gradient_norm_abs").GetDouble(),
            tolerance.GetProperty("gradient_norm_rel").GetDouble());
        foreach (var parameter in learnt)
        {
            // A parameter that is not reached, and one whose gradient is exactly zero, both stay as they are.
            var norm = want.GetProperty(parameter.Name);
            var got = parameter.Value.grad is { } gradient ? gradient.norm().ToDouble() : 0;
            if (norm.ValueKind == JsonValueKind.Null || norm.GetDouble() == 0)
            {
                Assert.True(got == 0, $"{parameter.Name} has a gradient.");
            }
            else
            {
                check.Json($"gradient_norms.{parameter.Name}", got, norm, within);
            }
        }

        foreach (var named in it["gradients_in_full"].EnumerateArray().Select(entry => entry.GetString()!))
        {
            using var wanted = it.Tensor("out.grad." + named);
            var gradient = learnt.Single(parameter => parameter.Name == named).Value.grad ?? zeros_like(wanted);
            var largest = wanted.abs().max().ToDouble();
            check.Tensor(
                "out.grad." + named, gradient,
                new FixtureTolerance(tolerance.GetProperty("gradient_of_largest").GetDouble() * largest));
        }
    }

    private static void CheckInputs(FixtureCase it, FixtureCheck check, BagelParts parts, Batch batch)
    {
        check.Tensor("out.times", tensor([.. batch.TokenTimes]));
        check.Tensor("out.target_bad", batch.Noise - batch.Tokens(batch.Bad));
        check.Tensor("out.target_good", batch.Noise - batch.Tokens(batch.Good));
        var times = tensor([.. batch.TokenTimes]).unsqueeze(-1);
        check.Tensor("out.noisy", ((ones_like(times) - times) * batch.Tokens(batch.Bad)) + (times * batch.Noise));
        if (batch.Weights is not null)
        {
            check.Tensor("out.token_weights", batch.Weights);
        }

        check.Json("packed_text_ids", batch.TextIds);
        check.Json("sample_lens", batch.Lengths);
        check.Json("sequence_length", batch.Lengths.Sum());
        check.Json("latent_position_ids", batch.Grids.SelectMany(
            grid => PositionTable.Extrapolated(grid.Rows, grid.Columns, parts.Config.MaxLatentSide).data<long>()
                .ToArray()));
        it.Read(
            "map", "good_latents_given", "visual_und", "timestep_shift", "lambda_constraint", "freeze_und", "samples");
        foreach (var packed in (string[])["packed_text_indexes", "packed_latent_indexes", "rope_ids"])
        {
            check.PassOver(packed, "belongs to the packed sequence; contexts and pictures hold the same tokens, "
                + "compared by their results");
        }

        var layers = batch.Layers();
        for (var layer = 0; layer < layers.Length; layer++)
        {
            check.Tensor($"out.layer.{layer}", layers[layer]);
        }

        check.PassOver("out.hidden", "the norm of the last layer's latent rows, which are compared; the velocities "
            + "that are made of it are, too");
        foreach (var name in it.OutNames.Where(name => name.StartsWith("out.may_see", StringComparison.Ordinal)))
        {
            check.PassOver(name, "no mask of a packed sequence is made here; who sees whom shows in every layer's "
                + "rows, which are compared");
        }
    }

    /// <summary>The samples of a case.</summary>
    private sealed class Batch
    {
        private readonly BagelParts parts;
        private readonly string?[] texts;
        private readonly double[] times;

        public Batch(BagelParts parts, FixtureCase it)
        {
            this.parts = parts;
            var samples = it["samples"].EnumerateArray().ToArray();
            texts = [.. samples.Select(sample => sample.GetProperty("text").GetString())];
            Bad = [.. samples.Select((_, i) => it.Tensor($"in.latent_bad.{i}"))];
            Good = [
                .. samples
                    .Select((_, i) => it.HasTensor($"in.latent_good.{i}") ? it.Tensor($"in.latent_good.{i}") : Bad[i]),
            ];
            Grids = [.. Bad.Select(latent => parts.GridOf(latent))];
            Noise = it.Tensor("in.noise");
            var draws = it.Tensor("in.draws").data<float>().ToArray();
            var shift = it["timestep_shift"].GetDouble();
            TokenTimes = [.. draws.Select(draw => (float)FlowTimes.Training(draw, shift))];
            var starts = Grids.Select((_, i) => Grids.Take(i).Sum(grid => grid.Count)).ToArray();
            times = [.. starts.Select(start => FlowTimes.Training(draws[start], shift))];
            Starts = starts;
            if (it.HasTensor("in.reward_map.0"))
            {
                Weights = cat([.. Grids.Select((grid, i) => nn.functional.interpolate(
                    it.Tensor($"in.reward_map.{i}").unsqueeze(0).unsqueeze(0), size: [grid.Rows, grid.Columns],
                    mode: InterpolationMode.Bilinear, align_corners: false)
                        .flatten())],
                    0);
            }
        }

        public Tensor[] Bad { get; }

        public Tensor[] Good { get; }

        public TokenGrid[] Grids { get; }

        public int[] Starts { get; }

        public Tensor Noise { get; }

        public Tensor? Weights { get; }

        public float[] TokenTimes { get; }

        public IEnumerable<int> TextIds => texts.SelectMany(text =>
            (IEnumerable<int>)[
                .. text is null ? [] : parts.Frame(text),
                parts.Tokenizer.VisionStartId,
                parts.Tokenizer.VisionEndId,
            ]);

        public int[] Lengths =>
            [.. texts.Select((text, i) => (text is null ? 0 : parts.Frame(text).Count) + Grids[i].Count + 2)];

        public Tensor Tokens(Tensor[] latents) =>
            cat([.. latents.Select(latent => parts.ToTokens(latent.unsqueeze(0)).squeeze(0))], 0);

        public GenerationForward Forward(bool freeze) => FlowTraining.Forward(
            parts,
            [.. Bad.Select((latent, i) => new FlowSample(
                texts[i] is { } text ? [text] : [], latent, times[i], Noise.narrow(0, Starts[i], Grids[i].Count)))],
            freeze);

        /// <summary>After each layer the rows of all samples, each sample's text, then its framed picture.</summary>
        public Tensor[] Layers()
        {
            using var outside = no_grad();
            var rows = Enumerable.Range(0, parts.Config.Language.Layers).Select(_ => new List<Tensor>()).ToArray();
            parts.Decoder.Observe =
                (layer, passed) => rows[layer].Add(ContextPieces.Ordered(passed).MoveToOuterDisposeScope());
            for (var i = 0; i < texts.Length; i++)
            {
                using var contexts = Contexts.Empty(parts, 1);
                contexts.AddText([texts[i]]);
                var noise = Noise.narrow(0, Starts[i], Grids[i].Count).unsqueeze(0);
                var time = tensor([(float)times[i]]);
                var noisy = ((ones(1) - time) * parts.ToTokens(Bad[i].unsqueeze(0))) + (time * noise);
                contexts.Velocity(noisy, time, Grids[i]);
            }

            parts.Decoder.Observe = null;
            return [.. rows.Select(layer => cat(layer, 0))];
        }

        public Tensor Velocity(GenerationForward forward) => cat([.. forward.Velocities], 0);
    }
}
