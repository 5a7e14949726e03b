using System.Globalization;
using Srum.Models;
using Srum.Models.Bagel;

namespace Srum.Display;

/// <summary>What models take, side by side, and what a folder holds.</summary>
public static class FootprintViews
{
    /// <summary>Parameters by part.</summary>
    /// <param name="models">Models by name.</param>
    public static FactTable Parameters(params IReadOnlyList<(string Name, BagelFootprint Size)> models) => new(
        ["", .. models.Select(model => model.Name)],
        [
            .. models[0].Size.Parts.Index().Select(part => (IReadOnlyList<string>)[
                part.Item.Name + (part.Item.IsGeneration ? " (trained)" : ""),
                .. models.Select(model => Figures.Count(model.Size.Parts[part.Index].Parameters))]),
            ["all", .. models.Select(model => Figures.Count(model.Size.Parameters))],
            ["trained by SRUM", .. models.Select(model => Figures.Count(model.Size.TrainedParameters))],
        ]);

    /// <summary>Memory for drawing and for training.</summary>
    /// <param name="width">Pixels of a drawn picture, of each model in turn.</param>
    /// <param name="context">Tokens of the context whose keys and values are held.</param>
    /// <param name="rank">Rank of adapters.</param>
    /// <param name="models">Models by name.</param>
    public static FactTable Memory(
        Func<BagelFootprint, int> width, int context, int rank,
        params IReadOnlyList<(string Name, BagelFootprint Size)> models)
    {
        return new FactTable(
            ["", .. models.Select(model => model.Name)],
            [
                Row("weights, fp32", size => size.WeightBytes(ModelPrecision.Fp32)),
                Row("weights, bf16 (autoencoder fp32)", size => size.WeightBytes(ModelPrecision.Bf16)),
                Row(
                    $"keys and values of {context} tokens, bf16",
                    size => size.KeyValueBytes(context, ModelPrecision.Bf16)),
                Row(
                    "passing tensors of one drawing, bf16",
                    size => size.ActivationBytes(width(size), width(size), ModelPrecision.Bf16)),
                Row("training the generation half: weights, gradients, moments", size => size.TrainingBytes),
                Row($"training adapters of rank {rank} instead", size => size.AdapterTrainingBytes(rank)),
            ],
            "Training figures leave passing tensors out: srum plan counts them.");

        IReadOnlyList<string> Row(string name, Func<BagelFootprint, long> bytes) =>
            [name, .. models.Select(model => Figures.Bytes(bytes(model.Size)))];
    }

    /// <summary>How long a number of operations takes at several speeds.</summary>
    /// <param name="works">Operations by name.</param>
    /// <param name="speeds">Operations a second by name.</param>
    public static FactTable Durations(
        IReadOnlyList<(string Name, double Operations)> works,
        params IReadOnlyList<(string Name, double PerSecond)> speeds) => new(
            ["", "operations", .. speeds.Select(speed => speed.Name)],
            [
                .. works.Select(work => (IReadOnlyList<string>)[
                    work.Name, string.Create(CultureInfo.InvariantCulture, $"{work.Operations / 1e12:0.###} · 10¹²"),
                    .. speeds.Select(speed => Seconds(work.Operations / speed.PerSecond))]),
            ],
            "Operations over speed: a lower bound, since nothing reaches its speed all the time.");

    /// <summary>What a folder holds, by part of the published names, and whether it opens.</summary>
    /// <param name="inspection">What was read of it.</param>
    public static FactTable Folder(ModelInspection inspection)
    {
        var faults = ((string What, IReadOnlyList<string> Names)[])[
            ("missing", inspection.Missing),
            ("not used", inspection.Unused),
            ("of the wrong shape", inspection.Misshapen),
            ("from the base", inspection.FromBase)];
        return new FactTable(
            ["part", "type", "tensors", "numbers", "bytes"],
            [
                .. inspection.Tensors.GroupBy(entry => (Part: PartOf(entry.Name), entry.Dtype))
                    .OrderBy(part => part.Key.Part, StringComparer.Ordinal)
                    .Select(part => (IReadOnlyList<string>)[
                        part.Key.Part,
                        part.Key.Dtype,
                        $"{part.Count()}",
                        Figures.Count(part.Sum(entry => entry.Count)),
                        Figures.Bytes(part.Sum(entry => entry.Length))]),
            ],
            string.Join("; ", faults.Where(fault => fault.Names.Count > 0).Select(fault => $"{fault.Names.Count} "
                + $"{fault.What}: {string.Join(", ", fault.Names.Take(3))}{(fault.Names.Count > 3 ? ", …" : "")}")
                .Append(inspection.IsComplete ? "It opens." : "It does not open.")));
    }

    // The first parts of a name, and the expert: language_model.model.layers.3.mlp_moe_gen.… → language_model,
    // generation.
    private static string PartOf(string name) =>
        name.Split('.')[0] + (name.Contains("_moe_gen", StringComparison.Ordinal) ? ", generation expert"
            : name.StartsWith("language_model.model.layers", StringComparison.Ordinal) ? ", understanding expert" : "");

    /// <summary>A time in the unit that fits it.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{1e6 * seconds:0} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{1e3 * seconds:0} ms"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} minutes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} hours"),
    };
}
