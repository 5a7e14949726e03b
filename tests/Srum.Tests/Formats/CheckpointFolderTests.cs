using Srum.Formats;
using Srum.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Formats;

/// <summary>Checkpoints in parts, of the generation half alone, averaged ones.</summary>
public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parts_hold_what_one_file_holds()
    {
        using var scope = NewDisposeScope();
        Weights("base", "ema.safetensors", ("a", 3), ("b", 5), ("vit.c", 7));
        Weights("trained", "model.safetensors", ("a", 3), ("b", 5));
        CheckpointFolder.Complete(folder.File("trained"), folder.File("base"), folder.File("one"));
        CheckpointFolder.Complete(folder.File("trained"), folder.File("base"), folder.File("parts"), mostBytes: 8);
        Assert.Equal(3, Directory.GetFiles(folder.File("parts"), "model-0000?-of-00003.safetensors").Length);
        using var one = WeightFolder.Open(folder.File("one"));
        using var parts = WeightFolder.Open(folder.File("parts"));
        Assert.Equal(one.Names.Order(), parts.Names.Order());
        Assert.All(one.Names, name => Assert.True(one.Read(name).equal(parts.Read(name)).all().item<bool>()));

        // What was written in parts can be a checkpoint itself.
        CheckpointFolder.Complete(folder.File("parts"), folder.File("base"), folder.File("again"));
        Assert.Equal(File.ReadAllBytes(folder.File("one/model.safetensors")),
            File.ReadAllBytes(folder.File("again/model.safetensors")));
    }

    [Fact]
    public void An_averaged_checkpoint_is_converted_alone()
    {
        using var scope = NewDisposeScope();
        Weights("base", "ema.safetensors", ("a", 3), ("vit.c", 7));
        Weights("trained", "ema.safetensors", ("a", 3));
        var sources = CheckpointFolder.Complete(folder.File("trained"), folder.File("base"), folder.File("out"));
        Assert.Equal(["a"], sources.Keys);
        Assert.Equal(
            [".srum", "ema.safetensors"], Directory.GetFiles(folder.File("out")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_model_of_this_project_becomes_one_that_upstream_starts_from()
    {
        using var scope = NewDisposeScope();
        Weights("base", "ema.safetensors", ("a", 3), ("vit.c", 7));
        folder.Write("base/templates/think.txt", "think");
        Weights("trained", "ema.safetensors", ("a", 3));
        var output = folder.File("base/out");
        var sources = CheckpointFolder.Complete(
            folder.File("trained"), folder.File("base"), output, averageAsMain: true);
        Assert.Equal([true, false], sources.OrderBy(source => source.Key).Select(source => source.Value));
        Assert.Equal(
            [".srum", "model.safetensors", "templates/think.txt"],
            Directory.GetFiles(output, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(output, file).Replace('\\', '/')).Order());
    }

    [Fact]
    public void Weights_of_an_older_export_do_not_stay_beside_the_new_ones()
    {
        using var scope = NewDisposeScope();
        Weights("base", "ema.safetensors", ("a", 3), ("vit.c", 7));
        Weights("averaged", "ema.safetensors", ("a", 3));
        Weights("trained", "model.safetensors", ("a", 3));
        CheckpointFolder.Complete(folder.File("averaged"), folder.File("base"), folder.File("out"));
        CheckpointFolder.Complete(folder.File("trained"), folder.File("base"), folder.File("out"));
        Assert.Equal(
            [".srum", "model.safetensors"], Directory.GetFiles(folder.File("out")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_link_out_of_the_base_is_not_copied()
    {
        using var scope = NewDisposeScope();
        Weights("base", "ema.safetensors", ("a", 3));
        Weights("trained", "model.safetensors", ("a", 3));
        folder.Write("key", "secret");
        folder.Write("base/own.txt", "free");
        Links.Make(folder.File("base/LICENSE"), "own.txt");
        CheckpointFolder.Complete(folder.File("trained"), folder.File("base"), folder.File("fine"));
        Assert.Equal("free", File.ReadAllText(folder.File("fine/LICENSE")));
        Links.Make(folder.File("base/README.md"), "../key");
        Assert.Contains(folder.File("base/README.md"), Assert.Throws<SrumException>(
            () => CheckpointFolder.Complete(folder.File("trained"), folder.File("base"), folder.File("out"))).Message);
        Assert.False(File.Exists(folder.File("out/README.md")));
    }

    [Fact]
    public void What_is_read_is_not_written_over_and_no_checkpoint_is_none()
    {
        using var scope = NewDisposeScope();
        Weights("base", "ema.safetensors", ("a", 3));
        Assert.Contains("name another folder", Assert.Throws<SrumException>(
            () => CheckpointFolder.Complete(
                folder.File("base"), folder.File("base"), folder.File("base") + "/")).Message);
        Directory.CreateDirectory(folder.File("empty"));
        Assert.Contains("name a checkpoint", Assert.Throws<SrumException>(
            () => CheckpointFolder.Complete(folder.File("empty"), folder.File("base"), folder.File("out"))).Message);
    }

    private void Weights(string name, string file, params (string Name, int Size)[] tensors)
    {
        Directory.CreateDirectory(folder.File(name));
        SafetensorsWriter.Write(
            folder.File($"{name}/{file}"), tensors.Select(
                tensor => KeyValuePair.Create(tensor.Name, arange(tensor.Size, dtype: ScalarType.Float32))));
    }
}
