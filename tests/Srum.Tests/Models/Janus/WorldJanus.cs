using System.Text.Json.Nodes;
using Srum.Models;
using Srum.Models.Janus;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>
/// A Janus folder that commands are tried on: the first of the reference values' models with a codec that makes
/// pictures as large as the shapes world's, and random weights.
/// </summary>
public sealed class WorldJanus : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("srum-janus-").FullName;

    public WorldJanus()
    {
        var described = Path.Combine(root, "described");
        var name = JanusFixture.Models.FirstOrDefault()?.Data;
        if (name is null)
        {
            return;
        }

        Directory.CreateDirectory(described);
        foreach (var path in Directory.EnumerateFiles(JanusFixture.Folder(name), "*.json"))
        {
            File.Copy(path, Path.Combine(described, Path.GetFileName(path)));
        }

        var file = Path.Combine(described, "sizes.json");
        var sizes = JsonNode.Parse(File.ReadAllText(file))!;
        // 4 × 4 codes of 8 × 8 pixels.
        sizes["vq"]!["encoder_ch_mult"] = new JsonArray(1, 1, 1, 1);
        sizes["vq"]!["decoder_ch_mult"] = new JsonArray(1, 1, 1, 1);
        File.WriteAllText(file, sizes.ToJsonString());
        File.WriteAllText(
            Path.Combine(described, ModelSettingsFile.Name), """{"world": "small", "answerBatchSize": 64}""");
        RandomModel.Write(At("random"), described, seed: 5);
        using var model = TinyJanus.OpenFolder(At("random"));
        using var outside = no_grad();
        // Random words end after 512 of them; these end in every second place.
        model.Parts.Store[Decoder.HeadName].select(0, model.Parts.Tokens.EndId).mul_(tensor(100f));
        model.Save(Model);
    }

    /// <summary>Whether there are reference values to make it from.</summary>
    public bool IsThere => Directory.Exists(Model);

    /// <summary>The model's folder.</summary>
    public string Model => Path.Combine(root, "model");

    /// <summary>A path beside it.</summary>
    public string At(string name) => Path.Combine(root, name);

    public void Dispose() => Directory.Delete(root, recursive: true);
}
