namespace Srum.Models;

/// <summary>One layer of a convolutional picture codec (<see cref="Convolutions"/>) as arithmetic.</summary>
/// <param name="IsDecoder">Half of the codec.</param>
/// <param name="Level">
/// Level whose resolution its output has: 0 = that of the picture, each further one half of it.
/// </param>
/// <param name="Weights">Numbers that every output pixel is multiplied with.</param>
/// <param name="Others">Biases and norms.</param>
/// <param name="Width">Channels of its output.</param>
/// <param name="Held">
/// Channels of its output's resolution that it holds at once: what came in, what lies between, what goes out.
/// </param>
internal readonly record struct CodecLayer(
    bool IsDecoder, int Level, long Weights, long Others, int Width, long Held)
{
    private const int Kernel = 9;

    /// <summary>A convolution of 3 × 3, behind a norm or not.</summary>
    public static CodecLayer Conv(bool decoder, int level, long from, int to, bool norm = false) =>
        new(decoder, level, Kernel * from * to, to + (norm ? 2 * from : 0), to, (2 * from) + to);

    /// <summary>Two norms, two convolutions, and a projection where the width changes.</summary>
    public static CodecLayer Residual(bool decoder, int level, long from, int to) => new(
        decoder,
        level,
        (Kernel * from * to) + (Kernel * (long)to * to) + (from == to ? 0 : from * to),
        (2 * from) + to + (2 * to) + to + (from == to ? 0 : to),
        to,
        // Normed, activated and convolved twice, beside what came in or its projection, and their sum.
        (3 * from) + (5 * to) + (from == to ? 0 : to));

    /// <summary>Attention of one head: a norm and four projections.</summary>
    public static CodecLayer Attention(bool decoder, int level, int width) =>
        new(decoder, level, 4L * width * width, 6L * width, width, 8L * width);

    /// <summary>Two residual blocks around an attention.</summary>
    public static IEnumerable<CodecLayer> Middle(bool decoder, int level, int width) =>
    [
        Residual(decoder, level, width, width),
        Attention(decoder, level, width),
        Residual(decoder, level, width, width),
    ];

    /// <summary>Pixels of its output.</summary>
    /// <param name="width">Pixels of the picture.</param>
    /// <param name="height">Pixels of the picture.</param>
    public long Pixels(int width, int height) => (long)(width >> Level) * (height >> Level);

    /// <summary>Bytes that it holds at once for a picture, in fp32.</summary>
    public long Bytes(int width, int height) => 4 * Pixels(width, height) * Held;

    /// <summary>Operations of it for a picture.</summary>
    public double Operations(int width, int height) => 2.0 * Weights * Pixels(width, height);
}
