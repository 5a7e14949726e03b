namespace Srum.Tests.Regions.Sam;

/// <summary>
/// Segment-anything models of a few operations, in the names and shapes of real exports: their masks are where a
/// picture is red, where it is green, and constants.
/// </summary>
internal static class SmallSam
{
    public const int Side = 16;

    private const int Long = 7;

    /// <summary>An encoder that passes on what it sees.</summary>
    public static string Encoder(string path, string input = "image", string output = "embeddings") => new OnnxWriter()
        .Input(input, [1, 3, Side, Side]).Output(output, 1, 3, Side, Side).Node("Identity", [input], output).Save(path);

    /// <summary>
    /// A decoder of SAM's export for pictures of 16 × 8: a mask of everything, where it is red, where it is green, and
    /// one pixel. What it expects of them depends on whether the point lies left of the middle; it is 0 where the point
    /// does not have label 1, the padding −1, or the picture's height is not told.
    /// </summary>
    public static string Decoder(string path, string embeddings = "image_embeddings", int width = 16)
    {
        var (all, one) = (Enumerable.Repeat(9f, 8 * width).ToArray(), Enumerable.Repeat(-9f, 8 * width).ToArray());
        one[0] = 9;
        return new OnnxWriter()
            .Input(embeddings, [1, 3, Side, Side]).Input("point_coords", [1, 0, 2]).Input("point_labels", [1, 0])
            .Input("mask_input", [1, 1, 4, 4]).Input("has_mask_input", [1]).Input("orig_im_size", [2])
            .Output("masks", 0, 0, 0, 0).Output("iou_predictions", 0, 0)
            .Constant("all", [1, 1, 8, width], all).Constant("one", [1, 1, 8, width], one)
            .Constant("left", [1, 4], 0.99f, 0.95f, 0.90f, 0.99f).Constant("right", [1, 4], 0.99f, 0.80f, 0.92f, 0.99f)
            .Constant("middle", [1, 1], 8).Constant("eight", [1], 8)
            .Whole("0", 0).Whole("1", 1).Whole("2", 2).Whole("axis2", 2)
            .Whole("redFrom", 0, 0, 0).Whole("redTo", 1, 8, width).Whole("greenFrom", 1, 0, 0)
            .Whole("greenTo", 2, 8, width).Whole("axes123", 1, 2, 3)
            .Whole("xFrom", 0, 0).Whole("xTo", 1, 1).Whole("axes12", 1, 2)
            .Node("Slice", [embeddings, "redFrom", "redTo", "axes123"], "red")
            .Node("Slice", [embeddings, "greenFrom", "greenTo", "axes123"], "green")
            .Node("Concat", ["all", "red", "green", "one"], "masks", ("axis", 1))
            .Node("Slice", ["point_coords", "xFrom", "xTo", "axes12"], "x")
            .Node("Squeeze", ["x", "axis2"], "flatX")
            .Node("Less", ["flatX", "middle"], "isLeft")
            .Node("Where", ["isLeft", "left", "right"], "expected")
            .Node("Slice", ["point_labels", "0", "1", "1"], "label")
            .Node("Slice", ["point_labels", "1", "2", "1"], "padding")
            .Node("Neg", ["padding"], "minusPadding")
            .Node("Slice", ["orig_im_size", "0", "1", "0"], "height")
            .Node("Div", ["height", "eight"], "isEight")
            .Node("Mul", ["expected", "label"], "withLabel")
            .Node("Mul", ["withLabel", "minusPadding"], "withPadding")
            .Node("Mul", ["withPadding", "isEight"], "iou_predictions")
            .Save(path);
    }

    /// <summary>An encoder of SAM 2's export: its features are the colours.</summary>
    public static string SecondEncoder(string path)
    {
        var writer = new OnnxWriter().Input("image", [1, 3, Side, Side]).Whole("axis", 1);
        foreach (var (i, name) in ((string[])["image_embed", "high_res_feats_0", "high_res_feats_1"]).Index())
        {
            writer.Output(name, 1, 1, Side, Side).Whole($"from{i}", i).Whole($"to{i}", i + 1)
                .Node("Slice", ["image", $"from{i}", $"to{i}", "axis"], name);
        }

        return writer.Save(path);
    }

    /// <summary>A decoder of SAM 2's export: its masks are the features; it expects 0.9, 0.5 and 0.5.</summary>
    public static string SecondDecoder(string path, bool hasSize)
    {
        var writer = new OnnxWriter();
        string[] features = ["image_embed", "high_res_feats_0", "high_res_feats_1"];
        Array.ForEach(features, name => writer.Input(name, [1, 1, Side, Side]));
        if (hasSize)
        {
            writer.Input("orig_im_size", [2], Long);
        }

        return writer
            .Input("point_coords", [0, 0, 2]).Input("point_labels", [0, 0]).Input("mask_input", [0, 1, 4, 4])
            .Input("has_mask_input", [1])
            .Output("masks", 0, 3, Side, Side).Output("iou_predictions", 0, 3)
            .Constant("expected", [1, 3], 0.9f, 0.5f, 0.5f)
            .Node("Concat", features, "masks", ("axis", 1))
            .Node("Mul", ["expected", "point_labels"], "iou_predictions")
            .Save(path);
    }
}
