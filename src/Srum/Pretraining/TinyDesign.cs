using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Srum.Files;
using Srum.Models;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>
/// What a pretraining from nothing begins with, for either design: everything of a model folder but the weights, and
/// the networks that learn them.
/// </summary>
internal abstract class TinyDesign
{
    /// <summary>Side of its pictures in pixels.</summary>
    public const int Side = 32;

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The file that <see cref="Write"/> writes last: where it stands, so does everything else that it writes.
    /// </summary>
    public abstract string Described { get; }

    /// <summary>The design of that name.</summary>
    public static TinyDesign Of(ModelDesign design) => design == ModelDesign.Janus ? new TinyJanus() : new TinyBagel();

    /// <summary>The design of a model's folder.</summary>
    public static TinyDesign Of(string folder) => Of(ModelDesigns.Of(ModelFiles.Find(folder, null)));

    /// <summary>Refuses settings that the design has no use for.</summary>
    /// <exception cref="SrumException">There is one; the message names it.</exception>
    public virtual void Check(PretrainSettings settings)
    {
    }

    /// <summary>Writes a folder's configs, tokenizer, settings and templates, <see cref="Described"/> last.</summary>
    /// <param name="folder">The folder; it must exist.</param>
    /// <param name="world">The world that the model will know.</param>
    /// <param name="words">Its words.</param>
    public abstract void Write(string folder, World world, LearntWords words);

    /// <summary>What learns the folder's picture codec, from nothing.</summary>
    public abstract PicturePretrainer Codec(string folder, World world, PretrainSettings settings);

    /// <summary>A model that knows nothing but its codec (<see cref="TaughtModel.CodecFile"/> of the folder).</summary>
    public abstract TaughtModel Untrained(string folder, long seed);

    /// <summary>A model folder to train further.</summary>
    public abstract TaughtModel Trained(string folder);

    /// <summary>A multiple of 16 rows, as published vocabularies are padded too.</summary>
    protected static int Rows(int tokens) => (tokens + 15) / 16 * 16;

    /// <summary>Writes a config file.</summary>
    protected static void Save(string folder, string name, JsonNode content) =>
        AtomicFile.Write(Path.Combine(folder, name), content.ToJsonString(Indented) + "\n");

    /// <summary>Writes templates.</summary>
    /// <returns>Their files by name, as <c>srum_config.json</c> has them.</returns>
    protected static JsonObject SaveTemplates(string folder, IReadOnlyDictionary<string, string> templates)
    {
        Directory.CreateDirectory(Path.Combine(folder, "templates"));
        var files = new JsonObject();
        foreach (var (name, text) in templates)
        {
            var file = $"templates/{name}.txt";
            AtomicFile.Write(Path.Combine(folder, file), text + "\n");
            files[name] = file;
        }

        return files;
    }
}
