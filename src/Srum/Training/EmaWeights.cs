using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>
/// An exponential moving average of parameters. It starts short: the decay of step n is at most (1 + n) / (10 + n), so
/// that early weights are forgotten.
/// </summary>
public sealed class EmaWeights : IDisposable
{
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(
        """
        def update(averages: List[Tensor], params: List[Tensor], share: Tensor):
            torch._foreach_lerp_(averages, params, float(share))
            return share

        """));

    private readonly IReadOnlyList<Tensor> parameters;
    private readonly double decay;

    /// <summary>Starts at the parameters' present values.</summary>
    /// <param name="parameters">Live parameters.</param>
    /// <param name="decay">Share of the old average that a step keeps, in [0, 1).</param>
    public EmaWeights(IReadOnlyList<Tensor> parameters, double decay)
    {
        (this.parameters, this.decay) = (parameters, decay);
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        Averages = [.. parameters.Select(parameter => parameter.detach().clone())];
        // All are there: where memory ends half way, those that were made end with the scope.
        foreach (var average in Averages)
        {
            average.DetachFromDisposeScope();
        }
    }

    /// <summary>The averages, in the order of the parameters.</summary>
    public IReadOnlyList<Tensor> Averages { get; }

    /// <summary>Takes the parameters' values after a step into the average.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    public void Update(long step)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var keep = Math.Min(decay, (1.0 + step) / (10.0 + step));
        Script.Value.invoke("update", Averages.ToArray(), parameters.ToArray(), tensor(1 - keep, dtype: float64));
    }

    /// <summary>Puts the averages in the place of the parameters' values: the end of a training.</summary>
    public void Apply()
    {
        using var outside = no_grad();
        foreach (var (parameter, mean) in parameters.Zip(Averages))
        {
            parameter.copy_(mean);
        }
    }

    /// <summary>
    /// Does something while the parameters have the averages' values, then gives them those back that they have now,
    /// bit for bit.
    /// </summary>
    /// <param name="act">
    /// What is done; it may not train. <see cref="Averages"/> hold the parameters' own values meanwhile.
    /// </param>
    internal T During<T>(Func<T> act) => ExchangedWeights.During([.. parameters.Zip(Averages)], act);

    /// <summary>Frees the averages.</summary>
    public void Dispose()
    {
        foreach (var average in Averages)
        {
            average.Dispose();
        }
    }
}
