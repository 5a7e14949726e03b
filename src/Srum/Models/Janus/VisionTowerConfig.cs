namespace Srum.Models.Janus;

/// <summary>Sizes of the SigLIP tower.</summary>
/// <param name="Side">Side of the square picture it sees, in pixels.</param>
/// <param name="Patch">Side of a patch in pixels.</param>
/// <param name="Width">Width of its rows.</param>
/// <param name="TableLayers">Layers of the tower by its name.</param>
/// <param name="SelectLayer">Which layer's output is wanted, as published: negative counts from the end.</param>
/// <param name="Heads">Heads of its attention.</param>
/// <param name="MlpRatio">Inner width of its networks over its width; the product is cut off.</param>
internal sealed record VisionTowerConfig(
    int Side, int Patch, int Width, int TableLayers, int SelectLayer, int Heads, double MlpRatio)
{
    /// <summary>Epsilon of every norm, fixed in the authors' code.</summary>
    public const double NormEpsilon = 1e-6;

    private const string Published = "siglip_large_patch16_384";

    /// <summary>Layers that are built: those up to the selected one. The final norm follows in any case.</summary>
    public int Layers => Math.Min(TableLayers, SelectLayer > 0 ? SelectLayer : TableLayers + SelectLayer + 1);

    /// <summary>Patches of a picture.</summary>
    public int Patches => Side / Patch * (Side / Patch);

    /// <summary>Inner width of a layer's network.</summary>
    public int MlpSize => (int)(Width * MlpRatio);

    /// <summary>Reads the sizes of a tower.</summary>
    /// <param name="settings">The published settings, <c>vision_config.params</c>.</param>
    /// <param name="sizes"><c>sizes.json</c>; null = the tower must be the published one.</param>
    public static VisionTowerConfig Read(ConfigFile settings, ConfigFile? sizes)
    {
        var name = settings.Text("model_name", Published);
        var own = sizes?.Has("vision_tower") == true ? sizes.Part("vision_tower") : null;
        if (own is null && name != Published)
        {
            throw new SrumException(
                $"{settings.Path}: the vision tower {name} is not known. {Published} is; for another, put its sizes "
                + $"into {JanusConfig.SizesFile} (vision_tower: image_size, patch_size, width, layers, heads, "
                + "mlp_ratio).");
        }

        var select = settings.Signed("select_layer", -1);
        var config = own is not null
            ? new VisionTowerConfig(
                settings.Int("image_size", own.Int("image_size")), own.Int("patch_size"), own.Int("width"),
                own.Int("layers"), select, own.Int("heads"), own.Double("mlp_ratio"))
            : new VisionTowerConfig(settings.Int("image_size", 384), 16, 1024, 24, select, 16, 4);
        return config.Layers < 1
            ? throw new SrumException(
                $"{settings.Path}: \"select_layer\" {select} leaves none of {config.TableLayers} layers.")
            : config.Width % config.Heads == 0 && config.Side >= config.Patch
                ? config
                : throw new SrumException(
                    $"{settings.Path}: {config.Heads} heads must divide the tower's width {config.Width}, and a "
                    + $"picture of {config.Side} pixels must hold a patch of {config.Patch}.");
    }
}
