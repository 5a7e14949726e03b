using Srum.Imaging;
using Srum.Models.Janus;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>The reference values of the second design: its areas, and the tiny models that their cases name.</summary>
internal static class JanusFixture
{
    private const string Root = "janus";

    public static string Area(string area) => $"{Root}/{area}";

    public static IEnumerable<TheoryDataRow<string>> Cases(string area) => FixtureRoot.Cases(Area(area));

    /// <summary>The folders of whole models; a test of models as such runs for each.</summary>
    public static IEnumerable<TheoryDataRow<string>> Models => !FixtureRoot.Has(Area("models"))
        ? []
        : Directory.EnumerateDirectories(FixtureRoot.Area(Area("models"))).Order(StringComparer.Ordinal)
            .Select(folder => new TheoryDataRow<string>(Path.GetFileName(folder)!));

    public static string Folder(string model) => Path.Combine(FixtureRoot.Area(Area("models")), model);

    /// <summary>Opens a case's model and compares; tensors of the body are disposed.</summary>
    public static void Run(string area, string name, Action<JanusParts, FixtureCase, FixtureCheck> body) =>
        FixtureCheck.Run(Area(area), name, (it, check) =>
        {
            using var parts = JanusFolder.OpenParts(Folder(it["model"].GetString()!));
            body(parts, it, check);
        });

    /// <summary>Pictures of a case, by the names of their tensors (h, w, 3).</summary>
    public static IReadOnlyList<IReadOnlyList<Picture>> Pictures(FixtureCase it) =>
    [
        .. it["pictures"].EnumerateArray().Select(row => (IReadOnlyList<Picture>)
        [
            .. row.EnumerateArray().Select(name =>
            {
                using var bytes = it.Tensor(name.GetString()!);
                return new Picture((int)bytes.shape[1], (int)bytes.shape[0], bytes.data<byte>().ToArray());
            }),
        ]),
    ];

    public static int[] Ids(System.Text.Json.JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];

    public static string[] Texts(System.Text.Json.JsonElement texts) =>
        [.. texts.EnumerateArray().Select(text => text.GetString()!)];

    /// <summary>Checks bytes of pictures as a decoder's case has them.</summary>
    public static void CheckBytes(FixtureCase it, FixtureCheck check, IReadOnlyList<Picture> pictures) => check.Numbers(
        "out.pictures_u8",
        pictures.SelectMany(picture => picture.Rgb),
        [pictures.Count, pictures[0].Height, pictures[0].Width, 3],
        FixtureTolerance.OfBytes(it.Tolerance));

    /// <summary>Rows (batch, columns, …) with those of padding zeroed, as the reference has them.</summary>
    public static Tensor Masked(Tensor rows, PromptBatch batch) =>
        batch.Valid is null ? rows : where(batch.Valid.unsqueeze(-1), rows, zeros_like(rows));

    /// <summary>What was asked for, of the text that a picture is drawn from.</summary>
    public static string Words(string text)
    {
        var end = text.LastIndexOf(ConversationFormat.Assistant, StringComparison.Ordinal);
        return text[ConversationFormat.User.Length..end].TrimStart(':').Trim();
    }
}
