namespace Srum.Training;

/// <summary>
/// Trains low-rank adapters of the generation half's linear layers instead of its weights (LoRA; Hu et al. 2021): the
/// optimiser holds two moments of the adapters alone. Not in the paper; the defaults are common ones of its kind.
/// </summary>
public sealed record LoraSettings
{
    /// <summary>Rank r of an adapter, 1 to 65,536. Default 16.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>α, above 0: an adapter counts α / r times. Default 32.</summary>
    public double Alpha { get; init; } = 32;

    /// <summary>
    /// Which layers, by the last parts of their published names as PEFT compares them (<c>q_proj_moe_gen</c>,
    /// <c>mlp_moe_gen.gate_proj</c>); the mark of the generation expert may be left out. Default none named: all linear
    /// layers of the generation half's decoder.
    /// </summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Share of what goes into an adapter that a step drops, in [0, 1). Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="SettingException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        SettingException.Require("train.lora.rank", Rank, 1, 65_536);
        SettingException.Require(Alpha > 0 && double.IsFinite(Alpha), "train.lora.alpha", Alpha, "above 0");
        SettingException.Require(Dropout is >= 0 and < 1, "train.lora.dropout", Dropout, "at least 0 and below 1");
    }

    /// <summary>Whether a layer is meant.</summary>
    /// <param name="name">Its published name.</param>
    internal bool Means(string name)
    {
        return Targets.Count == 0
            || Targets.Any(target => EndsWith(name, target) || EndsWith(Plain(name), Plain(target)));

        static bool EndsWith(string name, string target) =>
            name == target || name.EndsWith("." + target, StringComparison.Ordinal);

        static string Plain(string name) => name.Replace("_moe_gen", "", StringComparison.Ordinal);
    }
}
