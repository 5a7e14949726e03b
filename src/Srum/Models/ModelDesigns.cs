namespace Srum.Models;

/// <summary>Tells a folder's design.</summary>
internal static class ModelDesigns
{
    private const string ConfigFileName = "config.json";

    /// <summary>The design by <c>model_type</c> of <c>config.json</c>; what names none is taken for a BAGEL.</summary>
    /// <exception cref="SrumException">It is the port of a Janus, or a Janus with a base.</exception>
    public static ModelDesign Of(ModelFiles files)
    {
        if (!File.Exists(Path.Combine(files.Main, ConfigFileName)))
        {
            return ModelDesign.Bagel;
        }

        return ConfigFile.Open(files.Main, ConfigFileName).Text("model_type", "bagel") switch
        {
            "multi_modality" when files.Base is not null && !files.IsAdapter => throw new SrumException(
                $"{files.Folder} is a Janus, whose files are always whole: leave the base out."),
            "multi_modality" => ModelDesign.Janus,
            "janus" => throw new SrumException(
                $"{files.Folder} is a Janus as ported into the library transformers (model_type janus), with other "
                + "tensor names. Fetch the folder of the authors (model_type multi_modality)."),
            _ => ModelDesign.Bagel,
        };
    }
}
