using System.Text.Json;
using Srum.Models;
using Srum.Tests.Models.Bagel;
using Srum.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models;

/// <summary>Opening, filling, inspecting and saving model folders.</summary>
public sealed class ModelFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-model").FullName;

    [Fact]
    public void A_saved_model_opens_and_answers_the_same()
    {
        using var model = SmallModel.Open();
        model.Save(folder);
        Directory.CreateDirectory(Path.Combine(folder, "again"));
        using var saved = UnifiedModel.Open(folder);
        saved.Save(Path.Combine(folder, "again"));
        // bf16 once rounded stays as it is.
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder, "ema.safetensors")),
            File.ReadAllBytes(Path.Combine(folder, "again", "ema.safetensors")));
        using var again = UnifiedModel.Open(Path.Combine(folder, "again"));
        Assert.Equal(saved.Identity, again.Identity);
        Assert.NotEqual(model.Identity, saved.Identity);
        Assert.Equal(
            saved.Parameters.Select(parameter => parameter.Name), model.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void A_generator_only_checkpoint_is_filled_from_its_base()
    {
        Copy(
            name => !name.StartsWith("vit_", StringComparison.Ordinal)
                && !name.StartsWith("connector", StringComparison.Ordinal),
            sideFiles: false);
        using var whole = UnifiedModel.Open(FixtureModel.Folder);
        using var filled = UnifiedModel.Open(folder, baseFolder: FixtureModel.Folder);
        Assert.All(whole.Parameters.Zip(filled.Parameters), pair =>
        {
            Assert.Equal(pair.First.Name, pair.Second.Name);
            Assert.True(pair.First.Value.eq(pair.Second.Value).all().ToBoolean(), pair.First.Name);
        });
        Assert.NotEqual(whole.Identity, filled.Identity);
        var inspection = ModelInspection.Read(folder, FixtureModel.Folder);
        Assert.True(inspection.IsComplete);
        Assert.Contains("vit_pos_embed.pos_embed", inspection.FromBase);
    }

    [Fact]
    public void A_generator_only_checkpoint_without_a_base_is_called_so()
    {
        Copy(
            name => !name.StartsWith("vit_", StringComparison.Ordinal)
                && !name.StartsWith("connector", StringComparison.Ordinal));
        Assert.Contains("generator-only", Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message);
    }

    [Fact]
    public void The_base_fills_no_other_weight()
    {
        Copy(name => name != "llm2vae.bias");
        var message =
            Assert.Throws<SrumException>(() => UnifiedModel.Open(folder, baseFolder: FixtureModel.Folder)).Message;
        Assert.Contains("llm2vae.bias", message);
    }

    [Fact]
    public void What_is_missing_unused_or_misshapen_is_named_without_loading()
    {
        Copy(name => name != "connector.fc1.bias", add: ("spare", ones(2)), reshape: "llm2vae.bias");
        var inspection = ModelInspection.Read(folder);
        Assert.False(inspection.IsComplete);
        Assert.Equal(["connector.fc1.bias"], inspection.Missing);
        Assert.Equal(["spare"], inspection.Unused);
        Assert.StartsWith("llm2vae.bias (", Assert.Single(inspection.Misshapen));
        var message = Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message;
        Assert.All((string[])["connector.fc1.bias", "spare", "llm2vae.bias"], name => Assert.Contains(name, message));
    }

    [Fact]
    public void A_whole_model_inspects_as_complete_with_its_sizes_and_settings()
    {
        var inspection = ModelInspection.Read(FixtureModel.Folder);
        Assert.True(inspection.IsComplete);
        var settings = inspection.Settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        Assert.Equal($"{FixtureModel.Config.Language.HiddenSize}", settings["language.hiddenSize"]);
        Assert.Equal("50", settings["draw.steps"]);
        Assert.Equal("980", settings["vitResize.maxSide"]);
    }

    [Fact]
    public void Shards_open_by_their_index()
    {
        Copy(name => name.Contains("moe_gen", StringComparison.Ordinal), file: "part-1.safetensors");
        Copy(name => !name.Contains("moe_gen", StringComparison.Ordinal), file: "part-2.safetensors");
        var map = new Dictionary<string, string>();
        foreach (var part in (string[])["part-1.safetensors", "part-2.safetensors"])
        {
            using var opened = SafetensorsFile.Open(Path.Combine(folder, part));
            foreach (var name in opened.Names)
            {
                map[name] = part;
            }
        }

        File.WriteAllText(
            Path.Combine(folder, "model.safetensors.index.json"), JsonSerializer.Serialize(new { weight_map = map }));
        Assert.True(ModelInspection.Read(folder).IsComplete);
        using var model = UnifiedModel.Open(folder);
        Assert.Equal(map.Count, model.Parameters.Count);
    }

    [Fact]
    public void A_folder_of_a_download_cache_opens_whole_though_all_its_files_are_links()
    {
        Copy(_ => true, file: "part-1.safetensors");
        using (var part = SafetensorsFile.Open(Path.Combine(folder, "part-1.safetensors")))
        {
            var map = part.Names.ToDictionary(name => name, _ => "part-1.safetensors");
            File.WriteAllText(
                Path.Combine(folder, "ema.safetensors.index.json"), JsonSerializer.Serialize(new { weight_map = map }));
        }

        Directory.CreateDirectory(Path.Combine(folder, "templates"));
        File.WriteAllText(Path.Combine(folder, "templates", "mine.txt"), "Think hard.\n");
        File.WriteAllText(
            Path.Combine(folder, "srum_config.json"), """{"templates": {"think": "templates/mine.txt"}}""");
        var root = Path.Combine(folder, "models--somebody--bagel");
        var snapshot = Path.Combine(root, "snapshots", new string('c', 40));
        Directory.CreateDirectory(Path.Combine(root, "blobs"));
        foreach (var (number, file) in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Index())
        {
            var (name, blob) = (Path.GetRelativePath(folder, file), $"{number:x40}");
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(snapshot, name))!);
            File.Move(file, Path.Combine(root, "blobs", blob));
            var up = name.Contains(Path.DirectorySeparatorChar) ? "../../.." : "../..";
            Links.Make(Path.Combine(snapshot, name), $"{up}/blobs/{blob}");
        }

        using var model = UnifiedModel.Open(snapshot);
        Assert.Equal("Think hard.", model.Settings.Templates["think"]);
        Assert.True(ModelInspection.Read(snapshot).IsComplete);
        model.Save(Path.Combine(folder, "saved"));
        using var saved = UnifiedModel.Open(Path.Combine(folder, "saved"));
        Assert.Equal("Think hard.", saved.Settings.Templates["think"]);
    }

    [Fact]
    public void A_template_or_usual_reply_that_is_a_link_to_somewhere_else_is_refused()
    {
        var model = Directory.CreateDirectory(Path.Combine(folder, "model")).FullName;
        File.WriteAllText(Path.Combine(folder, "key"), "secret");
        Links.Make(Path.Combine(model, "mine.txt"), "../key");
        File.WriteAllText(Path.Combine(model, "srum_config.json"), """{"templates": {"think": "mine.txt"}}""");
        Assert.Contains("outside", Assert.Throws<SrumException>(() => ModelSettingsFile.Read(model)).Message);
        Links.Make(Path.Combine(model, "replies.json"), "../key");
        Assert.Contains("outside", Assert.Throws<SrumException>(() => new ModelFiles(model, null).Replies).Message);
    }

    [Theory]
    [InlineData("LICENSE")]
    [InlineData("generation_config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("replies.json")]
    public void A_side_file_that_is_a_link_to_somewhere_else_is_refused_before_anything_is_trained(string name)
    {
        Copy(_ => true);
        var secret = Directory.CreateTempSubdirectory("srum-secret").FullName;
        try
        {
            File.WriteAllText(Path.Combine(secret, "key"), "secret");
            File.Delete(Path.Combine(folder, name));
            Links.Make(Path.Combine(folder, name), Path.Combine(secret, "key"));
            var message = Assert.Throws<SrumException>(() => UnifiedModel.Open(folder)).Message;
            Assert.Contains($"{Path.Combine(folder, name)} leads outside the model's folder.", message);
            // As a file of its base too.
            Assert.Equal(message, Assert.Throws<SrumException>(() => new ModelFiles(secret, folder).Check()).Message);
        }
        finally
        {
            Directory.Delete(secret, recursive: true);
        }
    }

    [Fact]
    public void A_side_file_may_be_a_link_within_its_folder()
    {
        Copy(_ => true);
        File.WriteAllText(Path.Combine(folder, "licence.txt"), "free");
        File.Delete(Path.Combine(folder, "LICENSE"));
        Links.Make(Path.Combine(folder, "LICENSE"), "licence.txt");
        using var model = UnifiedModel.Open(folder);
        model.Save(Path.Combine(folder, "saved"));
        Assert.Equal("free", File.ReadAllText(Path.Combine(folder, "saved", "LICENSE")));
    }

    [Fact]
    public void Usual_replies_change_no_answer_and_no_identity_and_are_saved_with_the_model()
    {
        Copy(_ => true);
        var (path, copy) = (Path.Combine(folder, "replies.json"), Path.Combine(folder, "copy"));
        using var plain = UnifiedModel.Open(folder);
        Question[] questions = [new([], "What is round?", ""), new([], "Is a circle red?", "")];
        var settings = new AnswerSettings { MaxTokens = 24 };
        var written = plain.Answer(questions, settings);
        File.WriteAllText(path, JsonSerializer.Serialize(written));
        using var drafting = UnifiedModel.Open(folder);
        Assert.Equal(written, drafting.Answer(questions, settings));
        Assert.Equal(plain.Identity, drafting.Identity);
        drafting.Save(copy);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(copy, "replies.json")));
        File.WriteAllText(path, """{"a": 1}""");
        using var broken = UnifiedModel.Open(folder);
        Assert.Contains(path, Assert.Throws<SrumException>(() => broken.Answer(questions, settings)).Message);
    }

    [Fact]
    public void A_model_of_somebody_elses_is_not_replaced()
    {
        Copy(_ => true);
        using var model = UnifiedModel.Open(folder);
        var before = File.ReadAllBytes(Path.Combine(folder, "ema.safetensors"));
        Assert.Contains(folder, Assert.Throws<SrumException>(() => model.Save(folder)).Message);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(folder, "ema.safetensors")));
        model.Save(Path.Combine(folder, "own"));
        model.Save(Path.Combine(folder, "own"));
    }

    [Fact]
    public void What_described_a_model_goes_when_another_is_written_over_it()
    {
        using var model = SmallModel.Open();
        var own = Path.Combine(folder, "own");
        model.Save(own);
        string[] before = [.. Directory.EnumerateFiles(own).Order()];
        foreach (var name in (string[])["srum_config.json", "replies.json", "sizes.json", "adapter_config.json"])
        {
            File.WriteAllText(Path.Combine(own, name), "{}");
        }

        model.Save(own);
        Assert.Equal(before, Directory.EnumerateFiles(own).Order());
    }

    [Fact]
    public void A_model_is_not_written_into_an_adapters_folder_which_would_open_as_the_adapter()
    {
        File.WriteAllText(Path.Combine(folder, "adapter_config.json"), "{}");
        using var model = SmallModel.Open();
        Assert.Contains("adapter_config.json", Assert.Throws<SrumException>(() => model.Save(folder)).Message);
    }

    [Fact]
    public void A_model_that_does_not_open_holds_none_of_its_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The list of mapped files is known there.");
        Copy(_ => true);
        File.Delete(Path.Combine(folder, "ae.safetensors"));
        Assert.Throws<SrumException>(() => UnifiedModel.Open(folder));
        Assert.DoesNotContain(folder, File.ReadAllText("/proc/self/maps"));
    }

    [Theory]
    [InlineData("""{"templates": {"think": "../elsewhere.txt"}}""", "elsewhere.txt")]
    [InlineData("""{"templates": {"think": null}}""", "null")]
    public void A_template_that_is_no_file_of_the_folder_is_not_copied_either(string json, string named)
    {
        File.WriteAllText(Path.Combine(folder, "srum_config.json"), json);
        var message = Assert.Throws<SrumException>(() => new ModelFiles(folder, null).SideFiles.ToArray()).Message;
        Assert.Contains("srum_config.json", message);
        Assert.Contains(named, message);
    }

    [Theory]
    [InlineData("""{"draw": {"steps": 1}}""", "steps")]
    [InlineData("""{"draw": {"stepz": 7}}""", "stepz")]
    [InlineData("""{"draw": {"renorm": 1}}""", "draw")]
    [InlineData("""{"templates": {"think": "absent.txt"}}""", "absent.txt")]
    [InlineData("""{"templates": {"judge_local": "think.txt"}}""", "judge-local, judge-global")]
    [InlineData("""{"templates": {"think": "../elsewhere.txt"}}""", "elsewhere.txt")]
    [InlineData("""{"templates": {"think": null}}""", "null")]
    [InlineData("""{"vaeResize": {"maxSide": 8, "minSide": 0, "stride": 8}}""", "MinSide")]
    [InlineData("""{"draw": """, "srum_config.json")]
    public void Wrong_settings_are_refused_by_name(string json, string named)
    {
        var path = Path.Combine(folder, "srum_config.json");
        File.WriteAllText(path, json);
        var message = Assert.Throws<SrumException>(() => ModelSettingsFile.Read(folder)).Message;
        Assert.StartsWith(path, message);
        Assert.Contains(named, message);
    }

    [Fact]
    public void Settings_and_templates_come_from_the_folder_and_are_saved_with_it()
    {
        Copy(_ => true);
        Directory.CreateDirectory(Path.Combine(folder, "templates"));
        File.WriteAllText(Path.Combine(folder, "templates", "mine.txt"), "Think hard.\n");
        File.WriteAllText(Path.Combine(folder, "srum_config.json"), """
            {"draw": {"steps": 9, "renorm": "text-channel"}, "vitResize": {"maxSide": 56, "minSide": 28, "stride": 14}, "templates": {"think": "templates/mine.txt"}}
            """);
        var copy = Path.Combine(folder, "copy");
        using (var model = UnifiedModel.Open(folder))
        {
            model.Save(copy);
        }

        var settings = ModelSettingsFile.Read(copy);
        Assert.Equal(new DrawSettings { Steps = 9, Renorm = GuidanceRenorm.TextChannel }, settings.Draw);
        Assert.Equal("Think hard.", settings.Templates["think"]);
        Assert.Equal((56, 28, 14), (settings.VitResize.MaxSide, settings.VitResize.MinSide, settings.VitResize.Stride));
        Assert.Equal(1024, settings.VaeResize.MaxSide);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // The reference model, with some of its weights.
    private void Copy(
        Func<string, bool> keep, bool sideFiles = true, (string Name, Tensor Value)? add = null, string? reshape = null,
        string file = "ema.safetensors")
    {
        using var scope = NewDisposeScope();
        using var source = SafetensorsFile.Open(Path.Combine(FixtureModel.Folder, "ema.safetensors"));
        var tensors = source.Names.Where(keep).Select(
            name => new KeyValuePair<string, Tensor>(
                name, name == reshape ? source.Read(name).unsqueeze(0) : source.Read(name)))
            .ToList();
        if (add is { } extra)
        {
            tensors.Add(new(extra.Name, extra.Value));
        }

        SafetensorsWriter.Write(Path.Combine(folder, file), tensors);
        if (sideFiles)
        {
            foreach (var path in Directory.EnumerateFiles(FixtureModel.Folder)
                .Where(path => Path.GetFileName(path) is not ("ema.safetensors" or "names.json")))
            {
                File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
            }
        }
    }
}
