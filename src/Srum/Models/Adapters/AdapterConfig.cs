using System.Text.Json;
using System.Text.Json.Serialization;

namespace Srum.Models.Adapters;

/// <summary>
/// What PEFT's <c>adapter_config.json</c> says; fields that are not here change nothing that is computed.
/// </summary>
internal sealed record AdapterConfig
{
    /// <summary>How it is read and written.</summary>
    public static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n",
        AllowDuplicateProperties = false,
    };

    /// <summary>The one kind that is known.</summary>
    public string PeftType { get; init; } = "LORA";

    /// <summary>The model that it belongs to.</summary>
    [JsonPropertyName("base_model_name_or_path")]
    public string? BaseModel { get; init; }

    /// <summary>Rank.</summary>
    [JsonPropertyName("r")]
    public int Rank { get; init; }

    /// <summary>α.</summary>
    [JsonPropertyName("lora_alpha")]
    public double Alpha { get; init; }

    /// <summary>Dropout of the training.</summary>
    [JsonPropertyName("lora_dropout")]
    public double Dropout { get; init; }

    /// <summary>Ends of layers' names, or a pattern of them. The file of matrices says the same for certain.</summary>
    [JsonPropertyName("target_modules")]
    public JsonElement? TargetModules { get; init; }

    /// <summary>Which biases were trained too.</summary>
    public string Bias { get; init; } = "none";

    /// <summary>Whether weights are stored (in, out).</summary>
    public bool FanInFanOut { get; init; }

    /// <summary>Whether the adapters are read to be used, not to be trained on.</summary>
    public bool InferenceMode { get; init; } = true;

    /// <summary>Whether an adapter counts α / √r times.</summary>
    [JsonPropertyName("use_rslora")]
    public bool UseRsLora { get; init; }

    /// <summary>Whether magnitudes are trained apart.</summary>
    public bool UseDora { get; init; }

    /// <summary>Modules that were trained whole.</summary>
    public IReadOnlyList<string>? ModulesToSave { get; init; }

    /// <summary>Ranks of single layers.</summary>
    public IReadOnlyDictionary<string, int>? RankPattern { get; init; }

    /// <summary>α of single layers.</summary>
    public IReadOnlyDictionary<string, double>? AlphaPattern { get; init; }

    /// <summary>Refuses what is computed otherwise here.</summary>
    /// <exception cref="SrumException">The file says something that is not known; the message names it.</exception>
    public void Check(string path)
    {
        var fault = PeftType != "LORA" ? $"peft_type is {PeftType}"
            : Rank < 1 ? "r is not above 0"
            : !(Alpha > 0 && double.IsFinite(Alpha)) ? "lora_alpha is no number above 0"
            : Bias != "none" ? $"bias is {Bias}"
            : FanInFanOut ? "fan_in_fan_out is true"
            : UseRsLora ? "use_rslora is true"
            : UseDora ? "use_dora is true"
            : ModulesToSave is { Count: > 0 } ? "modules_to_save names modules"
            : RankPattern is { Count: > 0 } ? "layers have ranks of their own"
            : AlphaPattern is { Count: > 0 } ? "layers have alphas of their own"
            : null;
        if (fault is not null)
        {
            throw new SrumException(
                $"{path}: {fault}. Plain low-rank adapters of one rank are read here: merge this one with PEFT "
                + "(merge_and_unload) and take the whole model.");
        }
    }
}
