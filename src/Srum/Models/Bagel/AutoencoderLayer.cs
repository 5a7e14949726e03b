namespace Srum.Models.Bagel;

/// <summary>One layer of an autoencoder as arithmetic.</summary>
/// <param name="IsDecoder">Half of the autoencoder.</param>
/// <param name="Level">
/// Level whose resolution its output has: 0 = that of the picture, each further one half of it.
/// </param>
/// <param name="Weights">Numbers that every output pixel is multiplied with.</param>
/// <param name="Others">Biases and norms.</param>
/// <param name="Width">Channels of its output.</param>
/// <param name="Held">
/// Channels of its output's resolution that it holds at once: what came in, what lies between, what goes out.
/// </param>
internal readonly record struct AutoencoderLayer(
    bool IsDecoder, int Level, long Weights, long Others, int Width, long Held);
