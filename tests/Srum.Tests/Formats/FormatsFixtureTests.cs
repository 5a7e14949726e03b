using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet;
using Srum.Formats;
using Srum.Imaging;
using Srum.Prompts;
using Srum.Tests.Fixtures;
using Srum.Weights;

namespace Srum.Tests.Formats;

/// <summary>Every file of the published chain, as the authors' own scripts wrote and read it.</summary>
[Trait("Category", "Fixtures")]
public sealed class FormatsFixtureTests
{
    private const string Area = "formats";

    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases(Area);

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Reads_and_writes_what_upstream_does(string name) => FixtureCheck.Run(Area, name, (it, check) =>
    {
        Action<FixtureCase, FixtureCheck> compare =
            it.Has("proposals") ? Scored
            : it.Has("upstream_dropped") ? Training
            : it.Has("upstream_mean") ? Table
            : it.Has("rows") ? Sft
            : it.Has("names") ? Checkpoint
            : it.Has("drawn") ? Rollout
            : it.Has("upstream_ids") ? Rerun
            : Prompts;
        compare(it, check);
    });

    private static void Prompts(FixtureCase it, FixtureCheck check)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Files(it))
        {
            var set = PromptSet.Read(it.Path(file));
            check.Json($"expected of {file}", Entries(set), it["expected"]);
            var copy = folder.File(Path.GetFileName(file));
            set.Write(copy);
            check.Json($"expected of {file}, written again", Entries(PromptSet.Read(copy)), it["expected"]);
        }

        static object Entries(PromptSet set) =>
            set.Prompts.Select(prompt => new { prompt = prompt.Text, category = prompt.Category, id = prompt.Id });
    }

    private static void Rollout(FixtureCase it, FixtureCheck check)
    {
        var pictures = Files(it).Where(file => file.EndsWith(".png", StringComparison.Ordinal));
        check.Json("images", pictures.Select(
            file => new { file = Path.GetFileName(file), size = Size(PictureFile.Size(it.Path(file))!.Value) }));
        var read = Files(it).Where(IsLines).SelectMany(file => JsonLines.Read(it.Path(file)).Select(RolloutLine.Read))
            .ToArray();
        check.Json("expected_prompts",
            read.Select(line => new { id = long.Parse(line.PromptId!), detailed = line.DetailedPrompt }));

        // Upstream writes no file where nothing was thought.
        var written = it["drawn"].EnumerateArray()
            .Where(drawn => drawn.GetProperty("thought").ValueKind == JsonValueKind.String)
            .Select(drawn => RolloutLine.Write(
                drawn.GetProperty("id").GetInt64(), $"{drawn.GetProperty("id")}.png", drawn.GetProperty("prompt")
                    .GetString()!,
                drawn.GetProperty("thought").GetString())).ToArray();
        check.Json("records", written.Length == 0 ? null : written);
        if (read.Length > 0)
        {
            check.Json("records as read", read.Select(line => line.Json), it["records"]);
        }
    }

    private static void Rerun(FixtureCase it, FixtureCheck check)
    {
        var files = Files(it).Select(file => JsonLines.Read(it.Path(file)).Select(RolloutLine.Read).ToArray())
            .ToArray();
        check.Json("upstream_ids", Ids(files[^1]));
        check.Json("expected_ids", Ids(RolloutLine.Merge(files[0], files[^1])));

        static IEnumerable<long> Ids(IEnumerable<RolloutLine> lines) =>
            lines.Select(line => long.Parse(line.PromptId!)).Order();
    }

    private static void Scored(FixtureCase it, FixtureCheck check)
    {
        it.Read("max_retries");
        var lines = JsonLines.Read(it.Path(Files(it).Single()));
        var scored = lines.Select(ScoredLine.Read).ToArray();
        check.Json("records", scored.Select(line => line.Json));
        using (var folder = new TemporaryFolder())
        {
            JsonLines.Write(folder.File("copy.jsonl"), scored.Select(line => JsonObject.Create(line.Json)!));
            check.Json("records written again", JsonLines.Read(folder.File("copy.jsonl"))
                .Select(line => line.Value), it["records"]);
        }

        check.Json("expected", scored.Select(line => new
        {
            image = line.PictureFile,
            prompt = line.Prompt,
            regions = line.Regions.Select(region => new
            {
                @object = region.Object,
                box = region.Json.GetProperty("bbox"),
                area = region.Json.GetProperty("area"),
                score = region.Score,
                reason = region.Reason,
            }),
            global = line.Layout is { } layout ? new { score = layout.Score, reason = layout.Reason } : null,
            global_asked = line.LayoutAsked,
            global_failed = line.LayoutFailed,
        }));

        // What was asked about each picture tells which of the judgements it has.
        var asked = it["questions_asked"].EnumerateArray()
            .ToLookup(question =>
                question.GetProperty("image_size").ToString(), question => question.GetProperty("kind").GetString());
        foreach (var (line, proposal) in scored.Zip(it["proposals"].EnumerateArray()))
        {
            var size = proposal.GetProperty("image_size");
            var kinds = asked[size.ToString()].ToArray();
            var proposed = Math.Min(it["max_regions"].GetInt32(), proposal.GetProperty("xywh_area").GetArrayLength());
            Assert.Equal(kinds.Contains("global"), line.LayoutAsked);
            Assert.Equal(kinds.Contains("sample"), line.IsSample);
            Assert.True(line.IsSample ? line.Regions.Count == 1 : line.Regions.Count <= proposed);
            if (kinds.Contains("sample") || kinds.Contains("global"))
            {
                Assert.Equal((size[0].GetInt32(), size[1].GetInt32()), line.JudgedSize);
            }
        }
    }

    private static void Training(FixtureCase it, FixtureCheck check)
    {
        it.Read("files");
        var scored = JsonLines.Read(it.Path($"{it.Name}/scored.jsonl")).Select(line => line.Sound());
        var rollout = JsonLines.Read(it.Path($"{it.Name}/rollout.jsonl")).Select(RolloutLine.Read);
        var formatted = TrainingFormat.Of(scored, rollout);
        var kept = formatted.Select(line => line.Training).OfType<JsonObject>().ToArray();
        check.Json("records", kept);
        check.Json("records in the file", JsonLines.Read(it.Path($"{it.Name}/training.jsonl"))
            .Select(line => line.Value), it["records"]);
        check.Json(
            "upstream_dropped", formatted.Where(line => line.Dropped is not null).Select(line => line.PictureFile));
        using var folder = new TemporaryFolder();
        JsonLines.Write(folder.File("training.jsonl"), kept);
        check.Json("records written again", JsonLines.Read(folder.File("training.jsonl"))
            .Select(line => line.Value), it["records"]);
    }

    private static void Table(FixtureCase it, FixtureCheck check)
    {
        var path = it.Path(Files(it).Single());
        var table = EvaluationTable.Read(path);
        var within = FixtureTolerance.From(it.Tolerance);
        check.Json("upstream_mean", table.PublishedMean.ToString("0.0000", CultureInfo.InvariantCulture));
        check.Json("expected_corrected", table.CorrectedMean, within);
        if (!it.Has("answers"))
        {
            return;
        }

        check.Json("failed", table.Failed);
        check.Json("answers", it["answers"].EnumerateArray().Select(answer => new
        {
            question_id = answer.GetProperty("question_id").GetInt32(),
            reply = table.Rows.Single(row => row.Id == answer.GetProperty("question_id").ToString()).Reply,
            upstream_score = CompBenchReply.Published(answer.GetProperty("reply").GetString()!),
        }));
        using var folder = new TemporaryFolder();
        var rows = it["answers"].EnumerateArray()
            .Select(answer => table.Rows.Single(row => row.Id == answer.GetProperty("question_id").ToString()) with
        {
            Score = $"{CompBenchReply.Published(answer.GetProperty("reply").GetString()!)}",
            Reply = answer.GetProperty("reply").GetString()!,
        });
        new EvaluationTable([.. rows]).Write(folder.File("table.csv"));
        Assert.Equal(File.ReadAllText(path), File.ReadAllText(folder.File("table.csv")));
    }

    private static void Sft(FixtureCase it, FixtureCheck check)
    {
        using var folder = new TemporaryFolder();
        var lines = JsonLines.Read(it.Path(Files(it).Single(IsLines)));

        // The pictures are those of a rollout's case, and some of this one.
        foreach (var picture in FixtureRoot.CaseNames(Area).Append(it.Name)
            .Where(name => Directory.Exists(it.Path(name)))
                .SelectMany(name => Directory.GetFiles(it.Path(name), "*.png")))
        {
            File.Copy(picture, folder.File(Path.GetFileName(picture)), overwrite: true);
        }

        var path = folder.File("sft.parquet");
        SftParquet.Write(path, lines.Select(line => SftRow.Of(line, folder.Path)).OfType<SftRow>());
        var (rows, wanted) = (SftParquet.Read(path), it["rows"].EnumerateArray().ToArray());
        Assert.Equal(wanted.Length, rows.Count);
        foreach (var (i, (row, want)) in rows.Zip(wanted).Index())
        {
            var picture = PictureFile.Decode(row.Image, $"row {i}");
            check.Json($"rows[{i}].captions", row.Captions, want.GetProperty("captions"));
            check.Json($"rows[{i}].size", Size((picture.Width, picture.Height)), want.GetProperty("size"));
            check.Json($"rows[{i}].mean_rgb", Means(picture), want.GetProperty("mean_rgb"), new FixtureTolerance(2));
            check.Json($"rows[{i}].format", row.Image is [0xFF, 0xD8, ..] ? "JPEG" : "?", want.GetProperty("format"));
            check.Json($"rows[{i}].mode", Components(row.Image) == 3 ? "RGB" : "?", want.GetProperty("mode"));
        }

        var (columns, codec) = Parquet(path).GetAwaiter().GetResult();
        check.Json("parquet.columns", columns, Names(it["parquet"]));
        check.Json("parquet.compression", codec, it["parquet"].GetProperty("compression"));

        static JsonElement Names(JsonElement parquet) => JsonSerializer.SerializeToElement(
            parquet.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()));
    }

    private static async Task<(IEnumerable<string> Columns, string Codec)> Parquet(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path);
        var codec = reader.Metadata!.RowGroups[0].Columns[0].MetaData!.Codec;
        return ([.. reader.Schema.DataFields.Select(field => field.Name)], $"{codec}".ToLowerInvariant());
    }

    private static void Checkpoint(FixtureCase it, FixtureCheck check)
    {
        using var folder = new TemporaryFolder();
        var output = folder.File("model");
        var sources = CheckpointFolder.Complete(it.Path($"{it.Name}/trained"), it.Path($"{it.Name}/base"), output);
        using var made = WeightFolder.Open(output);
        check.Json("names", made.Names.Order(StringComparer.Ordinal).ToDictionary(name => name, name => new
        {
            from = sources[name] ? "trained" : "base",
            dtype = made.Entry(name).Dtype,
            shape = made.Entry(name).Shape,
        }));
        using var want = WeightFolder.Open(it.Path($"{it.Name}/model"));
        foreach (var name in want.Names)
        {
            Assert.Equal(want.Files[0].Bytes(name), made.Files[0].Bytes(name));
        }

        var side = Files(it).Where(file => file.StartsWith($"{it.Name}/model/", StringComparison.Ordinal));
        Assert.Equal(
            side.Select(Path.GetFileName).Append(".srum").Order(),
            Directory.GetFiles(output).Select(Path.GetFileName).Order());
        Assert.All(side.Where(file => !file.EndsWith(".safetensors", StringComparison.Ordinal)), file =>
            Assert.Equal(
                File.ReadAllBytes(it.Path(file)), File.ReadAllBytes(Path.Combine(output, Path.GetFileName(file)))));
    }

    private static IReadOnlyList<string> Files(FixtureCase it) =>
        [.. it["files"].EnumerateArray().Select(file => file.GetString()!)];

    private static bool IsLines(string file) => file.EndsWith(".jsonl", StringComparison.Ordinal);

    private static int[] Size((int Width, int Height) size) => [size.Width, size.Height];

    private static double[] Means(Picture picture) =>
        [.. Enumerable.Range(0, 3)
            .Select(channel => picture.Rgb.Where((_, i) => i % 3 == channel).Average(value => (double)value))];

    /// <summary>How many components a JPEG's frame header states.</summary>
    private static int Components(byte[] jpeg)
    {
        for (var at = 2; ; at += 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]))
        {
            if (jpeg[at + 1] is 0xC0 or 0xC2)
            {
                return jpeg[at + 9];
            }
        }
    }
}
