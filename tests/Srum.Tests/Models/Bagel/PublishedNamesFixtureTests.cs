using System.Text.Json;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using Srum.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>
/// The real model by its tensors' names and shapes: the modules, built without memory for the decoder, take exactly
/// these, and the arithmetic of its sizes counts the same numbers.
/// </summary>
[Trait("Category", "Fixtures")]
public sealed class PublishedNamesFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases("bagel-7b");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void The_modules_take_every_tensor_and_no_other(string name)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var json = Read(name);
        var (main, autoencoder) = (Shapes(json, "ema.safetensors"), Shapes(json, "ae.safetensors"));
        using var parts = new BagelParts(
            Sizes(json), Tokenizer.Open(FixtureModel.Folder), Store(main, META), Store(autoencoder, CPU));
        parts.Store.ThrowIfIncomplete("ema.safetensors");
        parts.AutoencoderStore.ThrowIfIncomplete("ae.safetensors");
        Assert.Equal(main.Keys.Order(), parts.Store.Parameters.Select(parameter => parameter.Name).Order());
        string[] tables = [.. json.GetProperty("derived_tables").EnumerateArray().Select(table => table.GetString()!)];
        Assert.All(tables, table => Assert.True(BagelParts.IsTable(table), table));
        using var without = new BagelParts(
            Sizes(json) with { MaxLatentSide = 2, MaxVisionSide = 2 }, Tokenizer.Open(FixtureModel.Folder),
            Store(main, META, tables), Store(autoencoder, CPU));
        Assert.Empty(without.Store.Missing);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Its_sizes_alone_count_the_same_numbers(string name)
    {
        var json = Read(name);
        var size = new BagelFootprint(Sizes(json));
        var counts = json.GetProperty("counts");
        var (main, autoencoder) = (counts.GetProperty("ema.safetensors"), counts.GetProperty("ae.safetensors"));
        Assert.Equal(
            main.GetProperty("parameters").GetInt64(),
            size.Parts.Where(part => !part.StaysFp32).Sum(part => part.Parameters));
        Assert.Equal(
            autoencoder.GetProperty("parameters").GetInt64(),
            size.Parts.Where(part => part.StaysFp32).Sum(part => part.Parameters));
        Assert.Equal(
            main.GetProperty("generation_expert_parameters").GetInt64(),
            size.Parts.Single(part => part.Name == "generation expert").Parameters);
        Assert.Equal(
            main.GetProperty("bytes_bf16").GetInt64() + autoencoder.GetProperty("bytes_fp32").GetInt64(),
            size.WeightBytes(Srum.Models.ModelPrecision.Bf16));
        Assert.Equal(main.GetProperty("tensors").GetInt32(), Shapes(json, "ema.safetensors").Count);
        Assert.Equal(autoencoder.GetProperty("tensors").GetInt32(), Shapes(json, "ae.safetensors").Count);
        Assert.Equal(
            main.GetProperty("generation_expert_tensors").GetInt32(),
            Shapes(json, "ema.safetensors").Keys.Count(key => key.Contains("_moe_gen")));
    }

    private static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(FixtureRoot.Area("bagel-7b"), name + ".json"))).RootElement;

    private static Dictionary<string, long[]> Shapes(JsonElement json, string file) =>
        json.GetProperty("files").GetProperty(file).EnumerateObject()
        .ToDictionary(
            entry => entry.Name, entry => entry.Value.EnumerateArray().Select(size => size.GetInt64()).ToArray());

    // The autoencoder takes its parameters in a dry pass, and convolutions have no pass without memory.
    private static ParameterStore Store(Dictionary<string, long[]> shapes, Device device, params string[] except) =>
        new([.. shapes.Keys.Except(except)], name => shapes.TryGetValue(name, out var shape) && !except.Contains(name)
            ? zeros(shape, device: device)
            : null) { Device = device };

    private static BagelConfig Sizes(JsonElement json)
    {
        var (llm, vit, join, vae) = (Of("llm"), Of("vit"), Of("join"), Of("vae"));
        return new BagelConfig(
            new LanguageConfig(
                Int(llm, "vocab_size"), Int(llm, "hidden_size"), Int(llm, "intermediate_size"),
                Int(llm, "num_hidden_layers"), Int(llm, "num_attention_heads"), Int(llm, "num_key_value_heads"),
                llm.GetProperty("rms_norm_eps").GetDouble(), llm.GetProperty("rope_theta").GetDouble()),
            new VisionConfig(
                Int(vit, "hidden_size"), Int(vit, "intermediate_size"), Int(vit, "num_hidden_layers_built"),
                Int(vit, "num_attention_heads"), Int(vit, "patch_size"),
                Int(vit, "image_size") / Int(vit, "patch_size"), Int(vae, "in_channels"), 1e-6),
            new AutoencoderConfig(
                Int(vae, "ch"), [.. vae.GetProperty("ch_mult").EnumerateArray().Select(value => value.GetInt32())],
                Int(vae, "num_res_blocks"), Int(vae, "z_channels"), Int(vae, "downsample"),
                vae.GetProperty("scale_factor").GetDouble(), vae.GetProperty("shift_factor").GetDouble()),
            Int(join, "latent_patch_size"),
            Int(join, "max_latent_size"), Int(join, "vit_max_num_patch_per_side"),
            join.GetProperty("interpolate_pos").GetBoolean());

        JsonElement Of(string part) => json.GetProperty("settings").GetProperty(part);

        static int Int(JsonElement part, string field) => part.GetProperty(field).GetInt32();
    }
}
