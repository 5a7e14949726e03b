using Srum.Models;
using Srum.Models.Janus;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>Drawing with guidance: every step, the codes that are taken, and the pictures they make.</summary>
[Trait("Category", "Fixtures")]
public sealed class CodeSamplerFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => JanusFixture.Cases("generate");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => JanusFixture.Run("generate", name, (parts, it, check) =>
    {
        using var outside = no_grad();
        it.Read("smallest_gap_between_best_two", "smallest_distance_of_number_to_an_edge"); // how safe the choices are
        var ids = parts.Tokens.Encode(it["prompt"].GetString()!);
        check.Json("ids_conditional", ids);
        check.Json("ids_unconditional", parts.Tokens.WithoutWords(ids));
        check.Json("patch_size", parts.Config.CodeBook.Downsample);
        var (pictures, codes) = (it["parallel_size"].GetInt32(), it["image_token_num_per_image"].GetInt32());
        var rows = it["img_size"].GetInt32() / parts.Config.CodeBook.Downsample;
        var numbers = it.HasTensor("in.uniform") ? it.Tensor("in.uniform").data<double>().ToArray() : null;
        var (temperature, choice) = (it["temperature"].GetDouble(), it["choice"].GetString());
        Assert.True(choice is "greedy" or "inverse_cdf", $"{it} chooses in no known way.");

        int[][] both = [ids, parts.Tokens.WithoutWords(ids)];
        int[][] prompts = [.. Enumerable.Repeat(both, pictures).SelectMany(rows => rows)];
        Tensor? query = null;
        using var contexts = Contexts.Read(parts, new PromptBatch(parts.Tokens, prompts), (into, hidden) =>
        {
            check.Tensor("out.query", into);
            check.Tensor("out.hidden", hidden);
            query = into.select(1, into.shape[1] - 1).clone().MoveToOuterDisposeScope();
        });
        var steps = new List<CodeStep>();
        // Each step was given what the one before chose, the first one the prompt's last row.
        var fed = new List<Tensor> { query! };
        var drawn = CodeSampler.Sample(
            parts, contexts, codes, it["cfg_weight"].GetDouble(),
            (step, logits) => choice == "greedy"
                ? logits.argmax(-1)
                : TokenChoice.Sampled(logits, temperature, numbers![(step * pictures)..((step + 1) * pictures)]),
            step =>
            {
                steps.Add(new CodeStep(
                    Kept(step.Rows), Kept(step.Conditional), Kept(step.Unconditional!), Kept(step.Logits), null));
                if (step.Fed is not null)
                {
                    fed.Add(Kept(step.Fed.squeeze(1)));
                }
            });
        check.Tensor("out.fed", stack(fed));
        check.Tensor("out.last_hidden", All(step => step.Rows));
        check.Tensor("out.logits_conditional", All(step => step.Conditional));
        check.Tensor("out.logits_unconditional", All(step => step.Unconditional!));
        var usual = FixtureTolerance.From(it.Tolerance);
        check.Tensor(
            "out.logits", All(step => step.Logits),
            usual with { Absolute = it.Tolerance.GetProperty("logits_abs").GetDouble() });
        check.Tensor("out.ids", drawn);
        var decoded = parts.Codec.Decode(drawn.reshape(pictures, rows, -1));
        check.Tensor("out.pictures", decoded);
        JanusFixture.CheckBytes(it, check, PictureTensor.ToPictures(decoded));

        Tensor All(Func<CodeStep, Tensor> part) => stack([.. steps.Select(part)]);

        static Tensor Kept(Tensor value) => value.clone().DetachFromDisposeScope();
    });
}
