using System.Globalization;
using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>
/// A step of a training that moves the weights on finite numbers alone. Loss and gradient norm are known anyway; where
/// one is not finite, the step is computed again on torch's plain kernels, and only where that does not help given up,
/// with the weights and the optimiser as they were before it.
/// </summary>
internal static class FiniteStep
{
    private static int told;

    /// <summary>Computes gradients and moves the parameters.</summary>
    /// <param name="optimiser">The parameters' optimiser.</param>
    /// <param name="parameters">The same parameters by name, for messages.</param>
    /// <param name="learningRate">Learning rate of this step.</param>
    /// <param name="step">What the step is called in messages, such as "step 12 of the training".</param>
    /// <param name="remedy">What a person can do about a step that stays without a finite result.</param>
    /// <param name="gradients">Computes the gradients from nothing, the same at every call, and gives the loss.</param>
    /// <returns>The 2-norm of all gradients before clipping.</returns>
    /// <exception cref="NotFiniteException">Loss or gradients are not finite on plain kernels either.</exception>
    public static double Take(
        AdamW optimiser, IEnumerable<(string Name, Tensor Value)> parameters, double learningRate, string step,
        string remedy, Func<double> gradients)
    {
        var (loss, norm) = Try();
        if (double.IsFinite(norm))
        {
            return norm;
        }

        optimiser.Forget();
        var first = Numbers();
        using (TorchContext.PlainKernels())
        {
            (loss, norm) = Try();
        }

        if (double.IsFinite(norm))
        {
            if (Interlocked.Exchange(ref told, 1) == 0)
            {
                Notice.Tell(
                    $"The {step} was not finite ({first}) and was computed again on torch's plain kernels; so will "
                        + "others be, without a word.");
            }

            return norm;
        }

        var culprit = Culprit(parameters);
        optimiser.Forget();
        throw new NotFiniteException(
            $"The {step} is not finite, on torch's plain kernels either: {Numbers()}{culprit}. {remedy}");

        (double Loss, double Norm) Try()
        {
            var value = gradients();
            return (value, double.IsFinite(value) ? optimiser.Step(learningRate) : double.NaN);
        }

        string Numbers() => string.Create(CultureInfo.InvariantCulture, $"loss {loss}, gradient norm {norm}");
    }

    private static string Culprit(IEnumerable<(string Name, Tensor Value)> parameters)
    {
        using var outside = no_grad();
        foreach (var (name, value) in parameters)
        {
            if (!value.IsFinite())
            {
                return $"; the weight {name} is not finite";
            }

            if (value.grad is { } gradient && !gradient.IsFinite())
            {
                return $"; the gradient of {name} is the first that is not";
            }
        }

        return "";
    }
}
