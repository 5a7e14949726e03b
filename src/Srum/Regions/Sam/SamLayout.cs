using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Srum.Regions.Sam;

/// <summary>The names and shapes of an export.</summary>
/// <param name="decoder">The decoder's file, for messages.</param>
/// <param name="inputs">The decoder's inputs.</param>
/// <param name="isSecond">SAM 2, which sees the picture stretched to its square instead of in its corner.</param>
/// <param name="encoderInput">Name of the encoder's input, (1, 3, side, side).</param>
/// <param name="side">Side of the encoder's frame in pixels.</param>
/// <param name="features">Which output of the encoder is which input of the decoder.</param>
internal sealed class SamLayout(
    string decoder, IReadOnlyDictionary<string, NodeMetadata> inputs, bool isSecond, string encoderInput, int side,
    IReadOnlyList<(string EncoderOutput, string DecoderInput)> features)
{
    private const string Size = "orig_im_size";

    private const string Supported =
        "Supported are SAM and MobileSAM (encoder: one float input (1, 3, side, side) and one output of four "
        + "dimensions; decoder: image_embeddings, point_coords, point_labels, mask_input, has_mask_input, "
        + "orig_im_size) and SAM 2 (encoder: one such input, "
        + "outputs image_embed, high_res_feats_0, high_res_feats_1; decoder: these "
        + "three, point_coords, point_labels, mask_input, has_mask_input, and orig_im_size or not), both with the "
        + "outputs masks and iou_predictions.";

    private static readonly string[] Prompts = ["point_coords", "point_labels", "mask_input", "has_mask_input"];

    private static readonly string[] Second = ["image_embed", "high_res_feats_0", "high_res_feats_1"];

    /// <summary>Name of the encoder's input.</summary>
    public string EncoderInput => encoderInput;

    /// <summary>Side of the encoder's frame in pixels.</summary>
    public int Side => side;

    /// <summary>Which output of the encoder is which input of the decoder.</summary>
    public IReadOnlyList<(string EncoderOutput, string DecoderInput)> Features => features;

    /// <summary>Whether masks have the picture's own size; others cover it by fewer or more pixels.</summary>
    public bool MasksFitPicture => !isSecond;

    /// <summary>Tells the export of two files.</summary>
    /// <exception cref="SrumException">It is none that is read.</exception>
    public static SamLayout Of(string encoder, InferenceSession eyes, string decoder, InferenceSession hands)
    {
        var inputs = hands.InputMetadata;
        var names = inputs.Keys.ToHashSet();
        var isFirst = names.SetEquals([.. Prompts, "image_embeddings", Size]);
        var isSecond = names.SetEquals([.. Prompts, .. Second]) || names.SetEquals([.. Prompts, .. Second, Size]);
        if ((!isFirst && !isSecond) || !hands.OutputMetadata.Keys.ToHashSet().IsSupersetOf(["masks", "iou_predictions"])
            || inputs.Any(input => input.Key != Size && input.Value.ElementDataType != TensorElementType.Float))
        {
            throw new SrumException(
                $"'{decoder}' is no decoder that is read: it takes {Shown(inputs)} and gives "
                + $"{Shown(hands.OutputMetadata)}. {Supported}");
        }

        var outputs = eyes.OutputMetadata;
        if (eyes.InputMetadata.ToArray() is not [{ Value: { ElementDataType: TensorElementType.Float } picture } input]
            || picture.Dimensions is not [1 or -1, 3, var side, var other] || side != other || side == 0
            || !(isSecond ? Second.All(outputs.ContainsKey) : outputs is { Count: 1 }
                && outputs.Single().Value.Dimensions.Length == 4))
        {
            throw new SrumException(
                $"'{encoder}' is no encoder that is read: it takes {Shown(eyes.InputMetadata)} and gives "
                + $"{Shown(outputs)}. {Supported}");
        }

        return new SamLayout(
            decoder, inputs, isSecond, input.Key, side < 0 ? 1024 : side,
            isSecond ? [.. Second.Select(name => (name, name))] : [(outputs.Single().Key, "image_embeddings")]);
    }

    /// <summary>The size at which a picture stands in the encoder's frame.</summary>
    public (int Width, int Height) Fitted(int width, int height)
    {
        var scale = (double)side / Math.Max(width, height);
        return isSecond ? (side, side) : (Round(width * scale), Round(height * scale));

        static int Round(double value) => Math.Max(1, (int)(value + 0.5));
    }

    /// <summary>The decoder's inputs that ask for the object at a point of the encoder's frame.</summary>
    public IEnumerable<NamedOnnxValue> Prompt(double x, double y, int width, int height)
    {
        // SAM's export wants a padding point, of label −1, where no box is given.
        var points = isSecond ? 1 : 2;
        var (places, labels) = (new DenseTensor<float>([1, points, 2]), new DenseTensor<float>([1, points]));
        (places[0, 0, 0], places[0, 0, 1], labels[0, 0]) = ((float)x, (float)y, 1);
        if (points == 2)
        {
            labels[0, 1] = -1;
        }

        var mask = inputs["mask_input"].Dimensions;
        int[] maskShape = mask is [_, _, > 0, > 0] ? [1, 1, mask[2], mask[3]] : [1, 1, side / 4, side / 4];
        yield return NamedOnnxValue.CreateFromTensor("point_coords", places);
        yield return NamedOnnxValue.CreateFromTensor("point_labels", labels);
        yield return NamedOnnxValue.CreateFromTensor("mask_input", new DenseTensor<float>(maskShape));
        yield return NamedOnnxValue.CreateFromTensor("has_mask_input", new DenseTensor<float>([1]));
        if (inputs.TryGetValue(Size, out var size))
        {
            yield return size.ElementDataType switch
            {
                TensorElementType.Int32 => Sized([height, width]),
                TensorElementType.Int64 => Sized([(long)height, width]),
                _ => Sized([(float)height, width]),
            };
        }

        static NamedOnnxValue Sized<T>(T[] values) =>
            NamedOnnxValue.CreateFromTensor(Size, new DenseTensor<T>(values, [2]));
    }

    /// <summary>The decoder does something else than its names say.</summary>
    public SrumException Wrong(string what) => new($"'{decoder}' {what}. {Supported}");

    private static string Shown(IReadOnlyDictionary<string, NodeMetadata> nodes) => string.Join(
        ", ", nodes.Select(node => $"{node.Key} {node.Value.ElementDataType} "
            + $"({string.Join(", ", node.Value.Dimensions.Select(length => length < 0 ? "?" : $"{length}"))})"));
}
