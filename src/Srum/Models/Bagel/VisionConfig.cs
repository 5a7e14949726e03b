using Srum.Files;

namespace Srum.Models.Bagel;

/// <summary>Sizes of the vision encoder (<c>vit_config.json</c>).</summary>
public sealed record VisionConfig(
    int HiddenSize, int MlpSize, int Layers, int Heads, int PatchSize, int TableSide, int Channels, double NormEpsilon)
{
    private const string Name = "vit_config.json";

    /// <summary>
    /// Reads <c>vit_config.json</c>; as in the published loader one layer fewer is built than the file says.
    /// </summary>
    /// <exception cref="SrumException">
    /// A field is missing that the published file has, or says what is not implemented; the message names file and
    /// field.
    /// </exception>
    public static VisionConfig Read(string folder)
    {
        var file = Open(folder).Within("vision_config", "vit_config");
        file.Allow("model_type", "siglip_vision_model");
        file.Allow("hidden_act", "gelu_pytorch_tanh");
        file.Allow("num_channels", 3);
        var (hidden, heads, patch) = (file.Int("hidden_size"), file.Int("num_attention_heads"), file.Int("patch_size"));
        if (hidden % heads != 0)
        {
            throw new SrumException($"{file.Path}: num_attention_heads {heads} does not divide hidden_size {hidden}.");
        }

        var side = file.Int("image_size");
        if (side / patch > BagelConfig.MostPlaces)
        {
            throw new SrumException(
                $"{file.Path}: image_size {side} is more than {BagelConfig.MostPlaces} times patch_size {patch}. "
                + "Correct the wrong one.");
        }

        return side >= patch
            ? new VisionConfig(
                hidden,
                file.Int("intermediate_size"),
                file.Int("num_hidden_layers") - 1,
                heads,
                patch,
                side / patch,
                file.Int("num_channels", 3),
                file.Double("layer_norm_eps", 1e-6))
            : throw new SrumException($"{file.Path}: image_size {side} is smaller than patch_size {patch}.");
    }

    private static ConfigFile Open(string folder)
    {
        if (!OptionalFile.IsThere(Path.Combine(folder, Name))
            && OptionalFile.IsThere(Path.Combine(folder, "config.json")))
        {
            var joint = ConfigFile.Open(folder, "config.json");
            if (((string[])["vision_config", "vit_config"]).FirstOrDefault(joint.Has) is { } nested)
            {
                throw new SrumException(
                    $"The model folder {folder} has no {Name}. Whether \"num_hidden_layers\" of \"{nested}\" in "
                    + "config.json counts the last layer, which is not built, is not known: save that object as "
                    + $"{Name}, with the last layer counted.");
            }
        }

        return ConfigFile.Open(folder, Name);
    }
}
