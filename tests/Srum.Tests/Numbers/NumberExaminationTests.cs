using Srum.Models;
using Srum.Models.Bagel;
using Srum.Numbers;
using static TorchSharp.torch;

namespace Srum.Tests.Numbers;

/// <summary>What <c>srum doctor</c> finds of a machine's numbers.</summary>
public sealed class NumberExaminationTests
{
    private static readonly string Model = Path.Combine(DataFolder.Path, "model");
    private static readonly string Recorded = Path.Combine(DataFolder.Path, "records", "numbers.json");

    [Fact]
    public void This_machine_computes_what_it_should()
    {
        var checks = NumberExamination.Of(Model, Recorded);

        Assert.Equal(
            [
                "fp32 products", "bf16 products", "convolutions", "fp32 attention", "bf16 attention", "norms",
                "exp, softmax",
                "a picture", "an answer", "training"],
            checks.Select(check => check.Name));
        Assert.All(checks, check => Assert.True(check.IsRight, check.ToString()));
    }

    [Fact]
    public void A_machine_that_computes_a_layer_wrongly_draws_and_learns_otherwise()
    {
        using var model = (BagelModel)UnifiedModel.Open(Model);
        using (no_grad())
        {
            // As a wrong block of a product would: the last 32 columns of one layer's gate.
            var gate = model.Parts.Store["language_model.model.layers.2.mlp_moe_gen.gate_proj.weight"];
            gate.narrow(0, gate.shape[0] - 32, 32).neg_();
        }

        var checks = ModelChecks.Of(model, RecordedNumbers.Read(Recorded) with { Model = model.Identity });

        Assert.False(checks.Single(check => check.Name == "a picture").IsRight);
        Assert.False(checks.Single(check => check.Name == "training").IsRight);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_checks_that_say_so()
    {
        using var model = UnifiedModel.Open(Model);
        using var broken = new Broken(model);

        var checks = ModelChecks.Of(broken, RecordedNumbers.Read(Recorded));

        Assert.Equal(["a picture", "an answer", "training"], checks.Select(check => check.Name));
        Assert.All(checks, check =>
        {
            Assert.False(check.IsRight);
            Assert.True(double.IsNaN(check.Deviation));
            Assert.EndsWith("is not finite.", check.Worst);
        });
    }

    [Fact]
    public void The_weights_are_as_they_were_afterwards()
    {
        using var model = UnifiedModel.Open(Model);
        var first = ModelChecks.Record(model);

        Assert.Equal(first.Losses, ModelChecks.Record(model).Losses);
    }

    [Fact]
    public void Numbers_of_another_model_are_no_measure()
    {
        using var model = UnifiedModel.Open(Model);

        var refused = Assert.Throws<SrumException>(
            () => ModelChecks.Of(model, RecordedNumbers.Read(Recorded) with { Model = "other" }));

        Assert.Contains("--record", refused.Message);
    }

    [Fact]
    public void The_machine_is_told_with_the_kernels_that_it_used()
    {
        using var scope = NewDisposeScope();
        Linear.Apply(randn(300, 64), randn(80, 64), null, ScalarType.BFloat16);

        var machine = MachineUse.Now();

        Assert.NotEqual("", machine.Processor);
        Assert.True(machine.Threads > 0);
        var use = Assert.Single(machine.Kernels, use => use is { Type: "BFloat16", In: 64, Out: 80 });
        Assert.True(use.RowCounts > 0);
        Assert.StartsWith("torch's ", use.Kernel);
    }

    private sealed class Broken(IUnifiedModel inner) : DelegatingModel(inner)
    {
        public override IReadOnlyList<Drawing> Draw(
            IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default) =>
            throw new NotFiniteException("The velocity is not finite.");

        public override IReadOnlyList<string> Answer(
            IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default) =>
            throw new NotFiniteException("The logits' sum is not finite.");

        public override IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings) =>
            throw new NotFiniteException("The forward pass is not finite.");
    }
}
