using System.Reflection;
using System.Text.RegularExpressions;

namespace Srum.Tests.House;

/// <summary>No folder of the library imports one further down the data's path.</summary>
public sealed partial class FolderOrderTests
{
    private static readonly Assembly Library = typeof(SrumException).Assembly;

    [Fact]
    public void Usings_name_folders_before_their_own()
    {
        var faults = SourceFiles.Code.Where(file => file.Path.StartsWith("src/Srum/", StringComparison.Ordinal))
            .SelectMany(file => Used().Matches(file.Text).Select(match => match.Groups[1].Value)
                .Select(used => FolderOrder.Fault(User(file.Path), used)))
            .OfType<string>();
        Assert.Empty(faults);
    }

    /// <summary>What a using does not show: names written out, and types that are never named at all.</summary>
    [Fact]
    public void Code_uses_types_of_folders_before_its_own()
    {
        var faults = Library.GetTypes().Where(IsOurs)
            .SelectMany(type => UsedTypes.Of(type).Where(IsOurs)
                .Select(used => FolderOrder.Fault(User(type), used.Namespace!)))
            .OfType<string>().Distinct().Order(StringComparer.Ordinal);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("Regions/SegmentProposer", "Srum.Judging", true)]
    [InlineData("Judging/Judge", "Srum.Regions", false)]
    [InlineData("Judging/Judge", "Srum.Models.Bagel", true)]
    [InlineData("Pretraining/TinyBagel", "Srum.Models.Bagel", false)]
    [InlineData("SrumException", "Srum.Files", true)]
    [InlineData("Attic/Thing", "Srum.Files", true)]
    public void Order_and_designs_are_what_it_looks_at(string user, string used, bool isFault) =>
        Assert.Equal(isFault, FolderOrder.Fault(user, used) is not null);

    /// <summary>An exception that nothing needs any more is a fault too.</summary>
    [Fact]
    public void Each_exception_is_needed()
    {
        var users = SourceFiles.Code.Where(file => file.Path.StartsWith("src/Srum/", StringComparison.Ordinal))
            .Where(file => file.Text.Contains("using Srum.Models.Bagel;", StringComparison.Ordinal))
            .Select(file => User(file.Path)).ToList();
        Assert.All(FolderOrder.KnowsDesigns.Keys, key =>
            Assert.Contains(users, user => user == key || user.StartsWith(key + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Namespaces_are_folders()
    {
        var faults = SourceFiles.Code.Where(file => !file.Path.StartsWith("docs/", StringComparison.Ordinal))
            .Where(file => Space().Match(file.Text) is { Success: true } space
                && space.Groups[1].Value != SpaceOf(file.Path))
            .Select(file => file.Path);
        Assert.Empty(faults);
    }

    // The compiler puts types of its own into the assembly.
    private static bool IsOurs(Type type) => type.Assembly == Library
        && (type.Namespace == "Srum" || type.Namespace?.StartsWith("Srum.", StringComparison.Ordinal) == true);

    // src/Srum/Models/Bagel/Decoder.cs → Srum.Models.Bagel
    private static string SpaceOf(string path) => string.Join('.', path.Split('/')[1..^1]);

    // src/Srum/Models/Bagel/Decoder.cs → Models/Bagel/Decoder
    private static string User(string path) => Path.ChangeExtension(path, null)["src/Srum/".Length..];

    private static string User(Type type)
    {
        var outer = type;
        while (outer.DeclaringType is { } declaring)
        {
            outer = declaring;
        }

        return string.Join('/', outer.Namespace!.Split('.')[1..].Append(outer.Name));
    }

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?(Srum\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Used();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Space();
}
