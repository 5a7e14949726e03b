using CsCheck;
using Srum.Display;
using Srum.Formats;
using Srum.Imaging;
using Srum.Maps;
using static Srum.Tests.Formats.ScoredLines;

namespace Srum.Tests.Formats;

/// <summary>An audit finds each kind of fault once where it stands once, and none in a sound file.</summary>
public sealed class ScoredAuditTests : IDisposable
{
    private const string Scores =
        "Region ID: 1\nIdentified Object: cup\nScore: 0.5\n---\nRegion ID: 2\nIdentified Object: wall\nScore: 0.1";

    private const string Reply = Scores + "\n\nRegion ID: 3\nIdentified Object: sky\nScore: high";

    private const string Failed = ", \"reason\": \"VLM failed after 2 attempts.\"";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_sound_file_has_no_finding()
    {
        var audit = Audit(
            Line("1.png", Region("cup", "0.5") + ", " + Region("wall", "0.1"), "0.7", reply: Scores));
        Assert.All(audit.Findings, finding => Assert.Equal(0, finding.Count));
        Assert.Equal((1, 1, 2, 1), (audit.Lines, audit.Records, audit.Regions, audit.Trained));
        Assert.Empty(audit.Dropped);
    }

    [Theory]
    [InlineData(AuditKind.RegionLost, "cup|0.5", "0.7")]
    [InlineData(AuditKind.ScoreInvented, "cup|0.5,wall|0.2", "0.7")]
    [InlineData(AuditKind.ScoreInvented, "cup|0.5,wall|0.1,sky|-1", "0.7")]
    [InlineData(AuditKind.OutOfRange, "cup|0.5,wall|0.1", "95")]
    [InlineData(AuditKind.TrueNeutral, "cup|0.5,wall|0.1", "0.0")]
    public void A_fault_is_found_as_what_it_is(AuditKind kind, string regions, string layout)
    {
        var entries = string.Join(
            ", ", regions.Split(',').Select(region => Region(region.Split('|')[0], region.Split('|')[1])));
        var audit = Audit(Line("1.png", entries, layout, reply: Reply));
        Assert.Equal(1, Count(audit, kind));
        Assert.StartsWith("line 1: ", Assert.Single(audit.Findings.Single(finding => finding.Kind == kind).Examples));
        Assert.Equal(regions.Contains("sky") ? 0 : 1, Count(audit, AuditKind.RegionUnanswered));
        Assert.Equal(1 + (regions.Contains("sky") ? 0 : 1), audit.Findings.Sum(finding => finding.Count));
    }

    [Fact]
    public void Failures_written_as_0_boxes_and_pictures_are_counted()
    {
        Directory.CreateDirectory(folder.File("images"));
        PictureFile.WritePng(folder.File("images/1.png"), new Picture(96, 64, new byte[96 * 64 * 3]));
        PictureFile.WritePng(folder.File("images/2.png"), new Picture(48, 32, new byte[48 * 32 * 3]));
        var audit = Audit(
            Line("1.png", Region("cup", "0.0", more: Failed), "0.5"),
            Line("2.png", Region("cup", "0.5", "[40, 0, 60, 9]") + ", " + Region("cup", "null", "[5, 5, 5, 9]"), "0.5"),
            Line("3.png", "", "0.5"),
            Line("2.png", "", "0.5"),
            "{",
            FailedLayout("../x.png"),
            FailedLayout("2.png"));
        Assert.Equal((7, 5), (audit.Lines, audit.Records));
        Assert.Equal(
            [(AuditKind.Unreadable, 2), (AuditKind.NoPicture, 1), (AuditKind.Repeated, 2), (AuditKind.LayoutZeroed, 1),
                (AuditKind.RegionZeroed, 1),
                (AuditKind.NoBox, 1), (AuditKind.BoxOutside, 1), (AuditKind.BoxesMisscaled, 1)],
            audit.Findings.Where(finding => finding.Count > 0).Select(finding => (finding.Kind, finding.Count)));
        Assert.Equal(1, audit.Dropped[DropReason.LayoutFailed]);
    }

    [Fact]
    public void A_score_of_null_goes_out_and_costs_the_line_its_training()
    {
        var line = Line("1.png", Region("", "null") + ", " + Region("cup", "0.50", "null"), "0.5");
        var rollout = new RolloutLine("1.png", "a red cup", null, null, null, default);
        var formatted = Assert.Single(TrainingFormat.Of([Json(line)], [rollout]));
        string[] regions =
        [
            """{"object":"","bbox":[2,3,22,18],"score":null}""", """{"object":"cup","bbox":null,"score":0.50}""",
        ];
        Assert.Equal(
            regions, formatted.Training!["vlm_rewards"]!.AsArray().Skip(1).Select(region => region!.ToJsonString()));
        var audit = Audit(line);
        Assert.Equal((0, 1), (audit.Trained, audit.Dropped[DropReason.Untrainable]));
    }

    [Fact]
    public void Rollout_lines_that_cannot_be_read_are_counted_over_all_files_and_cost_no_other()
    {
        var scored = folder.Write("scored.jsonl", Line("1.png", "", "0.5") + "\n" + Line("2.png", "", "0.5"));
        var audit = ScoredAudit.Of(scored, null,
        [
            folder.Write("a.jsonl", "{}\n{\"image_file\": \"1.png\", \"original_prompt\": \"p\"}"),
            folder.Write("b.jsonl", "{"),
        ]);
        var unreadable = audit.Findings.Single(finding => finding.Kind == AuditKind.RolloutUnreadable);
        Assert.Equal((2, 2), (unreadable.Count, unreadable.Lines));
        Assert.Equal((1, 1), (audit.Trained, audit.Dropped[DropReason.NoPrompt]));
    }

    [Fact]
    public void The_floor_hides_bad_regions()
    {
        var audit = Audit(
            Line("1.png", Region("cup", "1", "[0, 0, 24, 32]") + ", " + Region("wall", "-1", "[24, 0, 36, 32]"), "1"));
        var contrast = audit.Contrast;
        Assert.Equal((1, 2, 1, 1), (contrast.Pictures, contrast.Regions, contrast.Negative, contrast.PicturesWithBoth));
        Assert.Equal(0.25, contrast.HiddenArea, 1e-12);
        Assert.Equal((0.5, 1.0), (contrast.Gap!.Value, contrast.GapWithoutFloor!.Value));
        // Half of the picture weighs 1, a quarter 0.5 instead of 0, a quarter 0.5.
        Assert.Equal(0.25, contrast.Spread, 1e-12);
        Assert.Equal(Math.Sqrt((0.5 * 0.375 * 0.375) + (0.25 * 0.625 * 0.625) + (0.25 * 0.125 * 0.125)),
            contrast.SpreadWithoutFloor, 1e-12);
    }

    [Fact]
    public void The_contrast_is_that_of_the_painted_map() =>
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 11], Gen.Int[1, 20], Gen.Int[1, 12], Gen.Double[-1, 1])
            .Select((left, top, width, height, score) => new ScoredRegion(
                new PixelBox(left, top, Math.Min(20, left + width), Math.Min(12, top + height)), score))
            .List[0, 5].Select(Gen.Double[-1, 1]).Sample((regions, layout) =>
            {
                var reward = new DualReward(regions, layout);
                var contrast = PictureContrast.Of(reward, 20, 12);
                Assert.Equal(Spread(MapRule.Published), contrast.Spread, 1e-6);
                Assert.Equal(
                    Spread(MapRule.Published with { BackgroundIsFloor = false }), contrast.SpreadWithoutFloor, 1e-6);

                double Spread(MapRule rule)
                {
                    var map = RewardMap.Paint(rule, 20, 12, reward);
                    return Math.Sqrt(map.Pixels.Average(weight => (weight - map.Mean) * (weight - map.Mean)));
                }
            });

    [Fact]
    public void A_page_shows_what_a_file_says_as_text()
    {
        var audit = Audit(Line("1.png", Region("<script>alert(1)</script>", "2"), "0.5",
            reply: "Region ID: 1\nIdentified Object: <script>alert(2)</script>\nScore: 0.5"));
        Assert.DoesNotContain("<script", ScoredAuditPage.ToHtml(audit));
        Assert.Contains("&lt;script", ScoredAuditPage.ToHtml(audit));
    }

    private ScoredAudit Audit(params string[] lines) => ScoredAudit.Of(
        folder.Write("scored.jsonl", string.Join('\n', lines)), Directory.Exists(folder.File("images"))
            ? folder.File("images") : null);

    private static string FailedLayout(string file) => $$"""
        {"image_file": "{{file}}", "prompt": "p", "global_layout_reward": {"global_layout_score": 0{{Failed}}} }
        """;

    private static int Count(ScoredAudit audit, AuditKind kind) =>
        audit.Findings.Single(finding => finding.Kind == kind).Count;
}
