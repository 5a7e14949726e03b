using System.Text.RegularExpressions;
using Srum.Notebooks;

namespace Srum.Tests;

/// <summary>
/// The pages that people read on the forge: their links lead somewhere. That their lines fit is held by
/// <see cref="House.HouseTests"/>, that their command lines can be typed by <see cref="Cli.FlagTests"/>, that the
/// README's blocks run by <c>.ci/readme</c>.
/// </summary>
public sealed partial class ReadmeTests
{
    public static TheoryData<string> Pages =>
    [
        "README.md", "LOG.md", "environment.md", "data/README.md",
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Order(StringComparer.Ordinal)
            .Select(file => "docs/" + Path.GetFileName(file)),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_or_a_heading_that_exists(string page)
    {
        foreach (var link in LinksOf(page).Where(link => !link.Contains("://", StringComparison.Ordinal)))
        {
            var (path, anchor) = link.Split('#') is [var file, var heading] ? (file, heading) : (link, null);
            var target = path.Length == 0 ? At(page) : Path.GetFullPath(path, Path.GetDirectoryName(At(page))!);
            Assert.True(Path.Exists(target), $"{page} links to {link}, which does not exist.");
            Assert.True(
                anchor is null || AnchorsOf(target).Contains(anchor), $"{page} links to {link}: no such heading.");
        }
    }

    [Fact]
    public void The_index_of_the_log_has_each_finding_once_newest_first()
    {
        var rows = File.ReadLines(At("LOG.md")).Select(line => IndexRow().Match(line)).Where(row => row.Success)
            .ToList();
        var dates = rows.Select(row => row.Groups["date"].Value).ToList();
        Assert.Equal(dates.OrderDescending(StringComparer.Ordinal), dates);
        var findings = AnchorsOf(At("LOG.md")).SkipWhile(anchor => anchor != "index").Skip(1).ToList();
        Assert.Equal(findings, rows.Select(row => row.Groups["anchor"].Value));
        Assert.InRange(findings.Count, 20, 500);
    }

    [Fact]
    public void The_log_and_the_card_name_the_shipped_model_alike()
    {
        var named = ShippedModelOfLog().Match(File.ReadAllText(At("LOG.md"))).Groups["name"].Value;
        Assert.NotEmpty(named);
        Assert.Contains($"`model/` is `{named}`", File.ReadAllText(At("data/README.md")), StringComparison.Ordinal);
    }

    private static string At(string page) => Path.Combine(Repository.Root, page);

    private static IEnumerable<string> LinksOf(string page) =>
        Prose(At(page)).SelectMany(line => Link().Matches(line)).Select(link => link.Groups["target"].Value);

    // As GitHub makes them of headings. Of two equal headings the second one would have a number.
    private static List<string> AnchorsOf(string file)
    {
        var anchors = Prose(file).Select(line => Heading().Match(line)).Where(heading => heading.Success)
            .Select(heading => new string([.. heading.Groups["text"].Value.ToLowerInvariant()
                .Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')]).Replace(' ', '-'))
            .ToList();
        Assert.Distinct(anchors);
        return anchors;
    }

    // What stands between two fences is code.
    private static IEnumerable<string> Prose(string file)
    {
        var isCode = false;
        foreach (var line in File.ReadLines(file))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (?<text>.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| \[(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})\]\(#(?<anchor>[^)]+)\) \|")]
    private static partial Regex IndexRow();

    [GeneratedRegex(@"`(?<name>[\w-]+)` is the one in `data/model`")]
    private static partial Regex ShippedModelOfLog();
}
