using System.Text.RegularExpressions;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Native;

public sealed partial class TensorArithmeticTests
{
    [Fact]
    public void Sums_squares_and_numbers_are_those_of_the_operators()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([4f, 6f], tensor([1f, 2f]).Plus(tensor([3f, 4f])).data<float>().ToArray());
        Assert.Equal([2f, 3f], tensor([1f, 2f]).Plus(Scalars.One).data<float>().ToArray());
        Assert.Equal([4L], tensor([1L]).Plus(tensor([3L])).data<long>().ToArray());
        Assert.Equal([9f], tensor([-3f]).Squared().data<float>().ToArray());
        Assert.Equal(1.5, tensor([1.5f]).Number());
    }

    /// <summary>
    /// The compiler refuses implicit conversions (BannedSymbols.txt); this finds explicit ones that nothing holds:
    /// <c>x.clamp(2.0.ToScalar())</c>.
    /// </summary>
    [Fact]
    public void Every_scalar_of_the_library_is_held_while_it_is_used()
    {
        var loose = Directory.EnumerateFiles(Library(), "*.cs", SearchOption.AllDirectories)
            .SelectMany(
                file =>
                    File.ReadLines(file).Select((line, i) => (Line: line, Place: $"{Path.GetFileName(file)}:{i + 1}")))
            .Where(it => it.Line.Contains(".ToScalar()", StringComparison.Ordinal) && !Held().IsMatch(it.Line))
            .Select(it => $"{it.Place}: {it.Line.Trim()}");
        Assert.Empty(loose);
    }

    // A using, a field's initialiser, or fields set in a constructor.
    [GeneratedRegex(
        @"^\s*(using (var|Scalar) \w+ = |(public|private)( static)? readonly Scalar \w+ = |\w+ = |\((\w+, )*\w+\) = \()[^;]*\.ToScalar\(\)\)?;$")]
    private static partial Regex Held();

    private static string Library()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var library = Path.Combine(folder.FullName, "src", "Srum");
            if (Directory.Exists(library))
            {
                return library;
            }
        }

        throw new DirectoryNotFoundException("No src/Srum above the test binary.");
    }
}
