using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Srum.Imaging;
using Srum.Native;

namespace Srum.Regions.Sam;

/// <summary>
/// A segment-anything model of two ONNX files. Two kinds of export are read, told apart by the decoder's inputs:
/// SAM and MobileSAM as their own export writes the decoder, with any encoder of one picture and one embedding, and
/// SAM 2 with the encoder's high-resolution features (<see cref="SamLayout"/>). Others are refused by what was found.
/// </summary>
internal sealed class SamModel : IDisposable
{
    private readonly InferenceSession encoder;
    private readonly InferenceSession decoder;
    private readonly SamLayout layout;

    private SamModel(InferenceSession encoder, InferenceSession decoder, SamLayout layout) =>
        (this.encoder, this.decoder, this.layout) = (encoder, decoder, layout);

    /// <summary>Opens the two files.</summary>
    /// <exception cref="SrumException">One cannot be opened, or they are no export that is read.</exception>
    public static SamModel Open(string encoder, string decoder)
    {
        OnnxNatives.Require();
        InferenceSession? eyes = null, hands = null;
        try
        {
            eyes = Session(encoder);
            hands = Session(decoder);
            return new SamModel(eyes, hands, SamLayout.Of(encoder, eyes, decoder, hands));
        }
        catch
        {
            eyes?.Dispose();
            hands?.Dispose();
            throw;
        }
    }

    /// <summary>Looks at a picture once, for all its points.</summary>
    public SamView Encode(Picture picture)
    {
        var (width, height) = layout.Fitted(picture.Width, picture.Height);
        var input = Input(Resize.Bicubic(picture, width, height));
        using var results = encoder.Run([NamedOnnxValue.CreateFromTensor(layout.EncoderInput, input)]);
        return new SamView(
            picture.Width, picture.Height, width, height,
            [.. layout.Features.Select(feature => NamedOnnxValue.CreateFromTensor(
                feature.DecoderInput, results.Single(result => result.Name == feature.EncoderOutput)
                    .AsTensor<float>().Clone()))]);
    }

    /// <summary>The masks of the object at a point.</summary>
    /// <param name="view">The picture.</param>
    /// <param name="x">Fraction of its width.</param>
    /// <param name="y">Fraction of its height.</param>
    /// <exception cref="SrumException">The decoder gives something else than masks with their expected IoU.</exception>
    public IReadOnlyList<SamMask> Decode(SamView view, double x, double y)
    {
        using var results = decoder.Run(
        [
            .. view.Features, .. layout.Prompt(x * view.FittedWidth, y * view.FittedHeight, view.Width, view.Height),
        ]);
        var masks = Output("masks");
        var expected = Output("iou_predictions");
        if (masks.Dimensions is not [1, var count, var height, var width]
            || expected.Dimensions is not [1, var scored] || scored != count)
        {
            throw layout.Wrong(
                $"gave masks of {Shape(masks)} and iou_predictions of {Shape(expected)}, not (1, n, h, w) and (1, n)");
        }

        if (layout.MasksFitPicture && (width != view.Width || height != view.Height))
        {
            throw layout.Wrong($"gave masks of {width} × {height} for a picture of {view.Width} × {view.Height}");
        }

        var (logits, size) = (masks.ToDenseTensor().Buffer, width * height);
        // Of four the first is the one for unambiguous prompts, which the automatic generation leaves out.
        return
        [
            .. Enumerable.Range(count == 4 ? 1 : 0, count == 4 ? 3 : count).Select(
                i => new SamMask(logits.Slice(i * size, size), width, height, expected.GetValue(i))),
        ];

        Tensor<float> Output(string name) => results.Single(result => result.Name == name).AsTensor<float>();
    }

    /// <summary>Closes both files.</summary>
    public void Dispose()
    {
        encoder.Dispose();
        decoder.Dispose();
    }

    private static string Shape(Tensor<float> tensor) => $"({string.Join(", ", tensor.Dimensions.ToArray())})";

    // Channels first, normalised as both models were trained; what the picture does not fill is 0, the mean.
    private DenseTensor<float> Input(Picture picture)
    {
        float[] mean = [123.675f, 116.28f, 103.53f], deviation = [58.395f, 57.12f, 57.375f];
        var input = new DenseTensor<float>([1, 3, layout.Side, layout.Side]);
        var values = input.Buffer.Span;
        for (var place = 0; place < picture.Width * picture.Height; place++)
        {
            var at = (place / picture.Width * layout.Side) + (place % picture.Width);
            for (var channel = 0; channel < 3; channel++)
            {
                values[(channel * layout.Side * layout.Side) + at] =
                    (picture.Rgb[(place * 3) + channel] - mean[channel]) / deviation[channel];
            }
        }

        return input;
    }

    private static InferenceSession Session(string path)
    {
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            return new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new SrumException($"'{path}' cannot be opened as an ONNX model: {failure.Message}", failure);
        }
    }
}
