using System.Buffers.Binary;
using System.Text;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Tests.Weights;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_back_in_every_type()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["double"] = rand(3, 4, float64),
            ["float"] = rand(3, 4),
            ["half"] = rand(5).to(float16),
            ["bfloat"] = rand(2, 1, 3).to(bfloat16),
            ["byte"] = arange(0, 7, 1, uint8),
            ["signed"] = arange(-3, 7, 1, int8),
            ["short"] = arange(-3, 7, 1, int16),
            ["int"] = arange(-3, 7, 1, int32),
            ["long"] = arange(-3, 7, 1, int64),
            ["bool"] = tensor(new[] { true, false, true }),
            ["single number"] = tensor(3.5f),
            ["empty"] = zeros(0, 4),
            ["transposed"] = rand(3, 4).t(),
        };
        var path = Path.Combine(folder, "all.safetensors");
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["made by"] = "a tést" });
        using var file = SafetensorsFile.Open(path);
        Assert.Equal("a tést", file.Metadata["made by"]);
        Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), file.Names.Order(StringComparer.Ordinal));
        foreach (var (name, want) in tensors)
        {
            var got = file.Read(name);
            Assert.Equal(want.dtype, got.dtype);
            Assert.Equal(want.shape, got.shape);
            Assert.True(got.equal(want).all().item<bool>(), name);
            var entry = file.Entry(name);
            Assert.Equal(0, entry.Length == 0 ? 0 : entry.Start % (entry.Length / entry.Count));
        }

        Assert.Equal(float32, file.Read("bfloat", float32).dtype);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_is_never_written_and_an_older_file_stays(float broken)
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder, "weights.safetensors");
        SafetensorsWriter.Write(path, [KeyValuePair.Create("a", ones(2))]);
        var before = File.ReadAllBytes(path);

        var refused = Assert.Throws<NotFiniteException>(() => SafetensorsWriter.Write(
            path, [KeyValuePair.Create("a", ones(2)), KeyValuePair.Create("b", tensor([1f, broken]))]));

        Assert.Contains("'b'", refused.Message);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.EnumerateFiles(folder));
    }

    [Fact]
    public void Equal_tensors_give_equal_files_in_any_order()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (arange(0, 3, 1, float32), arange(0, 5, 1, uint8));
        var (first, second) = (Path.Combine(folder, "1"), Path.Combine(folder, "2"));
        SafetensorsWriter.Write(first, new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b });
        SafetensorsWriter.Write(second, new Dictionary<string, Tensor> { ["b"] = b, ["a"] = a });
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void A_tensor_outlives_its_file()
    {
        using var scope = NewDisposeScope();
        Tensor read;
        using (var file = SafetensorsFile.Open(Sound()))
        {
            read = file.Read("a");
        }

        Assert.Equal([1f, 2f], read.data<float>().ToArray());
    }

    [Fact]
    public void Types_that_torch_lacks_are_listed_and_refused_when_read()
    {
        var path = Write("""{"a":{"dtype":"U16","shape":[2],"data_offsets":[0,4]}}""", new byte[4]);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal("U16", file.Entry("a").Dtype);
        Assert.Contains("'a' is U16", Assert.Throws<SrumException>(() => file.Read("a")).Message);
    }

    [Fact]
    public void Any_byte_but_zero_is_true()
    {
        using var scope = NewDisposeScope();
        var path = Write("""{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""", [0, 1, 7]);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal([false, true, true], file.Read("a").data<bool>().ToArray());
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}""", "tensor 'a' ends at byte 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "ends (0) before it begins (8)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes trail")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "tensor 'a' begins at byte 4 and leaves a hole")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "tensor 'b' begins at byte 4 and overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "F32 [3] needs 12")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", "F64 [2] needs 16")]
    [InlineData("""{"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}}""", "unknown dtype 'Q4'")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,8]}}""",
        "overflows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}""", "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "lacks")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", "lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", "two shapes")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "tensor 'a' occurs twice")]
    [InlineData("""{"a":8}""", "tensor 'a' is not a JSON object")]
    [InlineData("""[1]""", "not a JSON object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} {}""", "no JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", "no JSON")]
    [InlineData(
        """{"__metadata__":{"a":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "hold no text under 'a'")]
    [InlineData("""{"a":{"x":[[[[[[[[[[[[1]]]]]]]]]]]],"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "no JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "no JSON")]
    [InlineData(
        """{"a\u001b[31m":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'a?[31m' has a name that no model's")]
    public void An_unsound_header_is_named(string header, string fault)
    {
        var path = Write(header, new byte[8]);
        var message = Assert.Throws<SrumException>(() => SafetensorsFile.Open(path)).Message;
        Assert.Contains(path, message);
        Assert.Contains(fault, message);
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void A_name_that_would_flood_a_terminal_is_refused(int length, bool isSound)
    {
        var name = new string('a', length);
        var path = Write($$$"""{"{{{name}}}":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        var failure = Record.Exception(() =>
        {
            using var file = SafetensorsFile.Open(path);
            Assert.True(file.Contains(name));
        });
        Assert.Equal(isSound, failure is null);
        Assert.True(isSound || failure!.Message.Length < 512, failure?.Message);
    }

    [Fact]
    public void Deep_nesting_does_not_overflow()
    {
        var deep = $$"""{"a":{{string.Concat(Enumerable.Repeat("[", 1_000_000))}}""";
        Assert.Contains("no", Refusal(Write(deep, [])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    public void A_truncated_file_is_named(int length)
    {
        var path = Path.Combine(folder, "cut.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(Sound())[..length]);
        Assert.Contains(path, Refusal(path));
    }

    [Fact]
    public void Bytes_behind_the_last_tensor_are_refused()
    {
        var path = Sound();
        File.AppendAllText(path, "x");
        Assert.Contains("1 bytes trail", Refusal(path));
    }

    [Fact]
    public void A_header_longer_than_the_limit_is_not_read()
    {
        var path = Path.Combine(folder, "long.safetensors");
        var bytes = new byte[64];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, SafetensorsHeader.MaxLength + 1);
        File.WriteAllBytes(path, bytes);
        Assert.Contains("100000001", Refusal(path));
    }

    [Fact]
    public void A_pickle_is_named_by_content_or_ending()
    {
        var zip = Path.Combine(folder, "zip.safetensors");
        File.WriteAllBytes(zip, [0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0]);
        Assert.Contains("pickled checkpoint by its content", Refusal(zip));
        var raw = Path.Combine(folder, "raw.safetensors");
        File.WriteAllBytes(raw, [0x80, 2, 0x8a, 10, 1, 2, 3, 4, 5, 6]);
        Assert.Contains("pickled checkpoint by its content", Refusal(raw));
        var named = Path.Combine(folder, "model.pt");
        File.Copy(Sound(), named);
        Assert.Contains("ending .pt", Refusal(named));
    }

    [Fact]
    public void A_pointer_file_is_named()
    {
        var path = Path.Combine(folder, "pointer.safetensors");
        File.WriteAllText(path, "version https://git-lfs.example/spec/v1\noid sha256:00\nsize 3\n");
        Assert.Contains("git-lfs pointer", Refusal(path));
    }

    [Fact]
    public void A_missing_file_a_folder_and_a_missing_tensor_are_named()
    {
        Assert.Contains("nowhere", Refusal(Path.Combine(folder, "nowhere")));
        Assert.Contains(folder, Refusal(folder));
        using var file = SafetensorsFile.Open(Sound());
        Assert.Contains("'b'", Assert.Throws<SrumException>(() => file.Read("b")).Message);
    }

    private static string Refusal(string path) =>
        Assert.Throws<SrumException>(() => SafetensorsFile.Open(path)).Message;

    private string Sound() =>
        Write("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", [0, 0, 128, 63, 0, 0, 0, 64]);

    private string Write(string header, byte[] data)
    {
        var path = Path.Combine(folder, "file.safetensors");
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(path, [.. length, .. json, .. data]);
        return path;
    }
}
