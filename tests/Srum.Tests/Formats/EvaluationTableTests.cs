using Srum.Formats;
using Srum.Imaging;

namespace Srum.Tests.Formats;

/// <summary>The published evaluation's CSV and the replies behind it.</summary>
public sealed class EvaluationTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_cell_survives_writing_and_reading()
    {
        string[] odd = ["", "a,b", "\"", "two\nlines", "\r\n", " spaces ", "ünïcödé 🍏", "=1+1", "'"];
        var table = new EvaluationTable(
            [.. odd.Select((text, i) => new EvaluationRow($"{i}", text, "color", $"{i}", text))]);
        table.Write(folder.File("table.csv"));
        Assert.Equal(table.Rows, EvaluationTable.Read(folder.File("table.csv")).Rows);
    }

    [Theory]
    [InlineData("question_id,score\n1,\"5", "cut short")]
    [InlineData("question_id,score\n1,\"5\"x\n", "line 2: this line has text after a closing")]
    public void A_broken_table_says_where(string text, string words) =>
        Assert.Contains(
            words, Assert.Throws<SrumException>(() => EvaluationTable.Read(folder.Write("broken.csv", text))).Message);

    [Theory]
    [InlineData("{\"score\": 87, \"explanation\": \"good\"}", 87.0, 87)]
    [InlineData("{\"Score\": 87}", 87.0, -1)]
    [InlineData("{\"score\": 72.5}", 72.5, 72)]
    [InlineData("{\"score\": -5}", null, -1)]
    [InlineData("{\"score\": 101}", null, 101)]
    [InlineData("{\"score\": 8/10}", null, 8)]
    [InlineData("{\"score\": 55} or {\"score\": 66}", null, 55)]
    [InlineData("{\"score\": 55} again {\"score\": 55}", 55.0, 55)]
    [InlineData("I think 70.", null, -1)]
    [InlineData("<think>{\"score\": 10}</think>{\"score\": 87}", 87.0, 10)]
    [InlineData("<think>{\"score\": 10}", null, 10)]
    [InlineData("{\"score\" : 85}", 85.0, -1)]
    [InlineData("{\"example\": {\"score\": 2}, \"score\": 80, \"explanation\": \"x\"}", null, 80)]
    [InlineData("{\"score\": 10, \"score\": 90}", null, 90)]
    [InlineData("so: {\"explanation\": \"{}\", \"score\": 64}. {\"score\": \"9\"}", null, 64)]
    public void A_reply_states_one_score_from_0_to_100_or_none(string reply, double? score, int published)
    {
        Assert.Equal(score, CompBenchReply.Read(reply));
        Assert.Equal(published, CompBenchReply.Published(reply));
    }

    [Fact]
    public void A_parquet_that_is_none_or_lacks_a_column_is_refused_with_its_name()
    {
        var path = folder.Write("some.parquet", "PAR1 no parquet PAR1");
        Assert.Contains(path, Assert.Throws<SrumException>(() => SftParquet.Read(path)).Message);
    }

    [Fact]
    public void A_row_has_its_picture_at_the_quality_that_upstream_saves_at()
    {
        var picture = new Picture(16, 16, [.. Enumerable.Range(0, 16 * 16 * 3).Select(i => (byte)(i * 37))]);
        Assert.Equal(PictureFile.EncodeJpeg(picture, quality: 75), SftRow.Of(picture, "noise").Image);
    }

    [Fact]
    public void A_parquet_of_several_row_groups_keeps_rows_and_order()
    {
        var rows = Enumerable.Range(0, 600)
            .Select(i => new SftRow([(byte)i, (byte)(i >> 8)], $"{{\"caption\": \"{i} 🍏\"}}")).ToArray();
        Assert.Equal(600, SftParquet.Write(folder.File("sft.parquet"), rows));
        var read = SftParquet.Read(folder.File("sft.parquet"));
        Assert.Equal(rows.Select(row => row.Image), read.Select(row => row.Image));
        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"{i} 🍏"), read.Select(row => row.Caption));
    }
}
