using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>
/// A training pass over codes: the cross-entropy of each. Targets are the codes (rows, columns) of pictures.
/// </summary>
internal sealed class CodeForward : IGenerationForward
{
    private readonly JanusParts parts;
    private readonly IReadOnlyList<TrainingSample> samples;
    private readonly Tensor[] errors;
    private readonly bool recompute;

    private CodeForward(JanusParts parts, IReadOnlyList<TrainingSample> samples, Tensor[] errors, bool recompute) =>
        (this.parts, this.samples, this.errors, this.recompute) = (parts, samples, errors, recompute);

    /// <summary>Passes a batch, in the order of the samples.</summary>
    /// <param name="parts">The model.</param>
    /// <param name="samples">The batch.</param>
    /// <param name="recompute">Whether layers are computed again on the way back.</param>
    public static CodeForward Of(JanusParts parts, IReadOnlyList<TrainingSample> samples, bool recompute = false)
    {
        using var scope = NewDisposeScope();
        var errors = new Tensor[samples.Count];
        foreach (var group in Enumerable.Range(0, samples.Count).GroupBy(i => samples[i].Target.numel()))
        {
            int[] members = [.. group];
            var codes = stack([.. members.Select(i => samples[i].Target.to(parts.Device).flatten())]);
            var pass = CodeTraining.Forward(parts, [.. members.Select(i => Prompt(samples[i]))], codes, recompute);
            for (var k = 0; k < members.Length; k++)
            {
                errors[members[k]] = pass.CrossEntropy[k].MoveToOuterDisposeScope();
            }
        }

        return new CodeForward(parts, samples, errors, recompute);

        IReadOnlyList<int> Prompt(TrainingSample sample)
        {
            var ids = parts.Tokens.ToDraw(sample.Prompt ?? sample.DroppedPrompt ?? "");
            return sample.Prompt is null ? parts.Tokens.WithoutWords(ids) : ids;
        }
    }

    public IReadOnlyList<TokenGrid> Grids =>
        [.. samples.Select(sample => new TokenGrid((int)sample.Target.shape[0], (int)sample.Target.shape[1]))];

    /// <summary>
    /// −log of each code's probability. Other targets than those of the pass are passed themselves: what predicts a
    /// code are the codes before it, and another picture has others.
    /// </summary>
    /// <inheritdoc/>
    public Tensor Errors(IReadOnlyList<Tensor> cleanTargets)
    {
        if (AreOwn(cleanTargets))
        {
            return cat(errors, 0);
        }

        using var scope = NewDisposeScope();
        using var other = Of(
            parts, [.. samples.Zip(cleanTargets, (sample, target) => sample with { Target = target })], recompute);
        return cat(other.errors, 0).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The error under the policy that the old one implies for bad pictures (<see cref="NegativeCodes"/>).
    /// </summary>
    /// <inheritdoc/>
    public Tensor ReflectedErrors(IReadOnlyList<Tensor> cleanTargets, IGenerationForward about)
    {
        if (!AreOwn(cleanTargets))
        {
            throw new ArgumentException("Codes are reflected against the targets of the pass.", nameof(cleanTargets));
        }

        using var scope = NewDisposeScope();
        var old = ((CodeForward)about).errors;
        var reflected = errors.Select((own, i) => NegativeCodes.Error(own, old[i], samples[i].RewardRate));
        return cat([.. reflected], 0).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var tensor in errors)
        {
            tensor.Dispose();
        }
    }

    private bool AreOwn(IReadOnlyList<Tensor> targets)
    {
        using var scope = NewDisposeScope();
        return samples.Zip(targets).All(
            pair => ReferenceEquals(pair.First.Target, pair.Second) || Equal(pair.First.Target, pair.Second));

        static bool Equal(Tensor a, Tensor b) => a.shape.SequenceEqual(b.shape) && a.eq(b).all().item<bool>();
    }
}
