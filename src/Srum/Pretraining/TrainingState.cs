using System.Globalization;
using Srum.Models.Bagel;
using Srum.Training;
using Srum.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Pretraining;

/// <summary>
/// The whole state of a pretraining in one file: weights, their average, both moments and the step. Written whole or not
/// at all, so that a killed training goes on from the last file with the same bits.
/// </summary>
internal static class TrainingState
{
    /// <summary>The tensors of a training by name.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Of(
        IEnumerable<(string Name, Tensor Value)> parameters, EmaWeights average, AdamW optimiser)
    {
        var state = optimiser.State;
        return parameters.SelectMany((parameter, i) => (KeyValuePair<string, Tensor>[])
        [
            new("weight/" + parameter.Name, parameter.Value),
            new("average/" + parameter.Name, average.Averages[i]),
            new("mean/" + parameter.Name, state[i].Mean),
            new("square/" + parameter.Name, state[i].Square),
            new("steps/" + parameter.Name, state[i].Steps),
        ]);
    }

    /// <summary>Writes a state.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> state, long step)
    {
        using var outside = no_grad();
        SafetensorsWriter.Write(path, state, new Dictionary<string, string> { ["step"] = step.ToString(CultureInfo.InvariantCulture) });
    }

    /// <summary>Reads a state into live tensors of the same names.</summary>
    /// <returns>The number of steps done; 0 when there is no file.</returns>
    /// <exception cref="SrumException">The file belongs to a model of other sizes.</exception>
    public static long Read(string path, IEnumerable<KeyValuePair<string, Tensor>> state)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var file = SafetensorsFile.Open(path);
        foreach (var (name, live) in state)
        {
            var kept = file.Contains(name) ? file.Read(name) : null;
            if (kept is null || !kept.shape.SequenceEqual(live.shape))
            {
                throw new SrumException($"{path} is the state of another model: {name} does not fit. Name another state folder, or remove it to start anew.");
            }

            live.copy_(kept);
        }

        return long.Parse(file.Metadata["step"], CultureInfo.InvariantCulture);
    }
}
