using System.Buffers.Binary;
using System.Text;
using Srum.Weights;

namespace Srum.Tests.Weights;

/// <summary>Damaged files give the named error or are read; nothing else may come out, nor an endless wait.</summary>
[Trait("Category", "Fuzz")]
public sealed class SafetensorsFuzzTests : IDisposable
{
    private const string Header = """
        {"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"c":{"dtype":"BOOL","shape":[],"data_offsets":[32,33]}}
        """;

    private static readonly string[] Pieces =
    [
        "{",
        "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\\u0000", "null", "true", "-1", "0", "1e9",
        "9223372036854775807",
        "18446744073709551616",
        "\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"F64\"", "\"a\"", "[[[[[[[[[[", "\0", "\u00e9",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(Explicit = true)]
    public void Damaged_headers_never_crash()
    {
        var random = new Random(1);
        var (sound, refused) = (0, 0);
        var path = Path.Combine(folder, "a.safetensors");
        for (var round = 0; round < 200_000; round++)
        {
            var bytes = Damage(random);
            try
            {
                SafetensorsHeader.Read(path, new MemoryStream(bytes));
                sound++;
                if (sound % 50 == 0)
                {
                    ReadAll(path, bytes);
                }
            }
            catch (SrumException failure)
            {
                Assert.Contains(path, failure.Message);
                refused++;
            }
        }

        Assert.True(
            sound > 100 && refused > 10_000, $"{sound} sound, {refused} refused: the damage is of one kind only");
    }

    private static void ReadAll(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        using var file = SafetensorsFile.Open(path);
        foreach (var entry in file.Entries)
        {
            try
            {
                file.Read(entry.Name).Dispose();
            }
            catch (SrumException)
            {
                // a type that torch lacks
            }
        }
    }

    private static byte[] Damage(Random random)
    {
        var header = new StringBuilder(Header.Trim());
        var honestLength = random.Next(8) != 0;
        for (var i = random.Next(3); i >= 0; i--)
        {
            var at = random.Next(header.Length);
            switch (random.Next(4))
            {
                case 0:
                    header[at] = (char)random.Next(1, 128);
                    break;
                case 1:
                    header.Remove(at, Math.Min(header.Length - at, random.Next(1, 20)));
                    break;
                case 2:
                    header.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    header[at] = char.IsAsciiDigit(header[at]) ? (char)('0' + random.Next(10)) : header[at];
                    break;
            }
        }

        var json = Encoding.UTF8.GetBytes(header.ToString());
        var bytes = new byte[8 + json.Length + 33];
        BinaryPrimitives.WriteInt64LittleEndian(
            bytes, honestLength ? json.Length : random.NextInt64(-1, 2 * json.Length));
        json.CopyTo(bytes, 8);
        return random.Next(10) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
