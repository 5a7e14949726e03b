using System.Text.Json;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Tests.Weights;

public sealed class WeightFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_single_file_is_taken_as_it_is()
    {
        Shard("model.safetensors", "a", "b");
        using var weights = WeightFolder.Open(folder);
        Assert.Equal(["a", "b"], weights.Names);
    }

    [Fact]
    public void Shards_are_found_by_tensor_name()
    {
        Shard("one.safetensors", "a");
        Shard("two.safetensors", "b");
        Index(("a", "one.safetensors"), ("b", "two.safetensors"));
        using var weights = WeightFolder.Open(folder);
        using var b = weights.Read("b", float64);
        Assert.Equal('b', b.item<double>());
        Assert.Equal("F32", weights.Entry("a").Dtype);
        Assert.True(weights.Contains("a"));
        Assert.Contains("'c'", Assert.Throws<SrumException>(() => weights.Read("c")).Message);
    }

    [Theory]
    [InlineData("../one.safetensors")]
    [InlineData("/one.safetensors")]
    [InlineData("sub/one.safetensors")]
    [InlineData("..\\one.safetensors")]
    [InlineData("C:one.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    public void A_shard_outside_the_folder_is_refused(string shard)
    {
        Index(("a", shard));
        Assert.Contains("own folder", Refusal());
    }

    [Fact]
    public void A_link_may_not_lead_out_of_the_folder()
    {
        var outside = Directory.CreateTempSubdirectory("srum-").FullName;
        try
        {
            Shard("inside.safetensors", "a");
            File.Move(Path.Combine(folder, "inside.safetensors"), Path.Combine(outside, "x.safetensors"));
            Links.Make(Path.Combine(folder, "one.safetensors"), Path.Combine(outside, "x.safetensors"));
            Index(("a", "one.safetensors"));
            Assert.Contains("link out of its folder", Refusal());
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public void An_index_that_disagrees_with_its_files_is_named()
    {
        Shard("one.safetensors", "a", "b");
        Index(("a", "one.safetensors"));
        Assert.Contains("leaves out tensor 'b'", Refusal());
        Index(("a", "one.safetensors"), ("b", "one.safetensors"), ("c", "one.safetensors"));
        Assert.Contains("tensor 'c'", Refusal());
        Shard("two.safetensors", "b");
        Index(("a", "one.safetensors"), ("b", "two.safetensors"));
        Assert.Contains("'b' stands in", Refusal());
        Index(("a", "missing.safetensors"));
        Assert.Contains("missing.safetensors' is not there", Refusal());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"weight_map\": 3}")]
    [InlineData("{\"weight_map\": {\"a\": 3}}")]
    [InlineData("{\"weight_map\": {\"a\": \"x\", \"a\": \"y\"}}")]
    [InlineData("{\"weight_map\": {\"\\ud800\": \"x\"}}")]
    public void An_unsound_index_is_named(string json)
    {
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), json);
        Assert.Contains("model.safetensors.index.json", Refusal());
    }

    [Fact]
    public void An_empty_and_a_missing_folder_are_named()
    {
        Assert.Contains("neither", Refusal());
        Assert.Contains(
            "no folder", Assert.Throws<SrumException>(() => WeightFolder.Open(Path.Combine(folder, "none"))).Message);
    }

    [Fact]
    public void A_set_that_is_written_over_an_older_one_is_the_one_that_opens()
    {
        using var scope = NewDisposeScope();
        var single = Path.Combine(folder, "model.safetensors");
        foreach (var (mostBytes, value) in ((long, float)[])[(long.MaxValue, 1), (4, 2), (long.MaxValue, 3), (4, 4)])
        {
            LazyTensor[] tensors =
                [.. ((string[])["a", "b"]).Select(name => new LazyTensor(name, float32, [1], () => tensor([value])))];
            ShardedWriter.Write(folder, "model.safetensors", tensors, mostBytes);
            using var weights = WeightFolder.Open(folder);
            Assert.Equal(mostBytes == 4 ? 2 : 1, weights.Files.Count);
            Assert.All(weights.Names, name => Assert.Equal(value, weights.Read(name).item<float>()));
            Assert.NotEqual(File.Exists(single), File.Exists(single + WeightFolder.IndexEnding));
        }
    }

    private string Refusal() => Assert.Throws<SrumException>(() => WeightFolder.Open(folder)).Message;

    private void Index(params (string Tensor, string File)[] map) => File.WriteAllText(
        Path.Combine(folder, "model.safetensors.index.json"),
        JsonSerializer.Serialize(new { weight_map = map.ToDictionary(m => m.Tensor, m => m.File) }));

    private void Shard(string file, params string[] names)
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(Path.Combine(folder, file), names.ToDictionary(n => n, n => tensor((float)n[0])));
    }
}
