using System.Globalization;
using System.Security.Cryptography;
using Srum.Native;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>
/// The whole state of a training in one safetensors file: weights, both moments and counts of the optimiser, perhaps an
/// average, and in its header the step and the plan. There is no other randomness than the plan's, so a training that
/// goes on from here computes the same bits. Written whole or not at all.
/// </summary>
public static class Checkpoint
{
    private const string Remedy = "Remove it, and the training starts anew.";

    /// <summary>The live tensors of a training by name.</summary>
    /// <param name="parameters">The trained parameters by name, in the optimiser's order.</param>
    /// <param name="optimiser">Their optimiser.</param>
    /// <param name="average">Their average, if one is kept.</param>
    public static IEnumerable<KeyValuePair<string, Tensor>> State(
        IEnumerable<(string Name, Tensor Value)> parameters, AdamW optimiser, EmaWeights? average = null)
    {
        var state = optimiser.State;
        return parameters.SelectMany((parameter, i) => (KeyValuePair<string, Tensor>[])
        [
            new("weight/" + parameter.Name, parameter.Value),
            .. average is null
                ? (KeyValuePair<string, Tensor>[])[]
                : [new("average/" + parameter.Name, average.Averages[i])],
            new("mean/" + parameter.Name, state[i].Mean),
            new("square/" + parameter.Name, state[i].Square),
            new("steps/" + parameter.Name, state[i].Steps),
        ]);
    }

    /// <summary>Writes a state.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="state">From <see cref="State"/>.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="plan">What decides the training: a checkpoint of another plan is not gone on from.</param>
    /// <param name="through">Wraps the stream that is written to; none by default.</param>
    /// <exception cref="SrumException">The file cannot be written; an older one is as it was.</exception>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> state, long step, string plan = "",
        Func<Stream, Stream>? through = null)
    {
        KeyValuePair<string, Tensor>[] tensors = [.. state];
        var header = new Dictionary<string, string>
        {
            ["step"] = step.ToString(CultureInfo.InvariantCulture), ["plan"] = plan, ["sha256"] = Digest(tensors),
        };
        SafetensorsWriter.Write(path, tensors, header, through);
    }

    /// <summary>The plan that a checkpoint was written with.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SrumException">There is none, or it is damaged.</exception>
    public static string Plan(string path)
    {
        using var file = Open(path);
        return file.Metadata.GetValueOrDefault("plan", "");
    }

    /// <summary>Reads a state into live tensors of the same names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">From <see cref="State"/>; left as it is where there is no file.</param>
    /// <param name="plan">The plan of this training.</param>
    /// <returns>Steps done; 0 where there is no file.</returns>
    /// <exception cref="SrumException">The file is damaged, of another plan, or of other parameters.</exception>
    public static long Read(string path, IEnumerable<KeyValuePair<string, Tensor>> state, string plan = "")
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var file = Open(path);
        if (file.Metadata.GetValueOrDefault("plan", "") != plan
            || !long.TryParse(
                file.Metadata.GetValueOrDefault("step"), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
        {
            throw Misfit("it has other settings, pictures or start weights");
        }

        foreach (var (name, live) in state)
        {
            if (!file.Contains(name) || !file.Entry(name).Shape.SequenceEqual(live.shape))
            {
                throw Misfit($"{name} does not fit");
            }
        }

        KeyValuePair<string, Tensor>[] stored =
            [.. state.Select(part => new KeyValuePair<string, Tensor>(part.Key, file.Read(part.Key)))];
        if (file.Metadata.TryGetValue("sha256", out var digest) && digest != Digest(stored))
        {
            throw new SrumException($"{path} is damaged: its weights are not those that were written. {Remedy}");
        }

        if (stored.FirstOrDefault(part => !part.Value.IsFinite()) is { Key: { } broken })
        {
            throw new NotFiniteException($"{path} is damaged: {broken} holds numbers that are not finite. {Remedy}");
        }

        foreach (var ((_, live), (_, value)) in state.Zip(stored))
        {
            live.copy_(value);
        }

        return step;

        SrumException Misfit(string why) => new(
            $"{path} is the checkpoint of another training: {why}. Go on with what it was begun with, give the recipe "
                + "or rule another name, or take another folder.");
    }

    // The file is the training's own: nobody else has it to fetch.
    private static SafetensorsFile Open(string path)
    {
        try
        {
            return SafetensorsFile.Open(path);
        }
        catch (SrumException failure)
        {
            throw new SrumException(
                failure.InnerException is IOException or UnauthorizedAccessException
                    ? $"The checkpoint {path} cannot be read: {failure.InnerException.Message}"
                    : $"The checkpoint {path} is damaged. Remove it, and the same command trains again from the "
                        + "beginning.",
                failure);
        }
    }

    private static string Digest(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in tensors.OrderBy(part => part.Key, StringComparer.Ordinal))
        {
            SafetensorsWriter.Pass(tensor, hash.AppendData);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
