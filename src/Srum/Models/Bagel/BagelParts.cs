using Srum.Native;
using Srum.Text;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>
/// A BAGEL's parts over one store of parameters, and what joins them: frame tokens, latent tokens, velocities.
/// </summary>
internal sealed class BagelParts : IDisposable
{
    private readonly Tensor latentPositions;
    private readonly Tensor frameIds;

    public BagelParts(
        BagelConfig config, Tokenizer tokenizer, ParameterStore store, ParameterStore autoencoderStore,
        Device? device = null)
    {
        (Config, Tokenizer, Store, AutoencoderStore, Device) = (config, tokenizer, store, autoencoderStore,
            device ?? CPU);
        var hidden = config.Language.HiddenSize;
        Decoder = new Decoder(config.Language, store);
        Vision = new VisionEncoder(config, store);
        Time = new TimeEmbedding(store, hidden, Device);
        store.Take("vae2llm.weight", hidden, config.LatentWidth);
        store.Take("vae2llm.bias", hidden);
        store.Take("llm2vae.weight", config.LatentWidth, hidden);
        store.Take("llm2vae.bias", config.LatentWidth);
        latentPositions = store.Take(
            "latent_pos_embed.pos_embed", () => PositionTable.Create(config.MaxLatentSide, hidden),
            config.MaxLatentSide * config.MaxLatentSide, hidden);
        Autoencoder = new Autoencoder(config.Autoencoder, autoencoderStore);
        frameIds = tensor([(long)tokenizer.VisionStartId, tokenizer.VisionEndId], dtype: int64, device: Device)
            .DetachFromDisposeScope();
    }

    public BagelConfig Config { get; }

    public Tokenizer Tokenizer { get; }

    public ParameterStore Store { get; }

    public ParameterStore AutoencoderStore { get; }

    public Device Device { get; }

    public Decoder Decoder { get; }

    public VisionEncoder Vision { get; }

    public TimeEmbedding Time { get; }

    public Autoencoder Autoencoder { get; }

    /// <summary>Whether a published name is that of a fixed position table, which nothing trains.</summary>
    public static bool IsTable(string name) => name.EndsWith("pos_embed.pos_embed", StringComparison.Ordinal);

    /// <summary>A text's tokens inside the start and end tokens.</summary>
    public IReadOnlyList<int> Frame(string text) => [Tokenizer.StartId, .. Tokenizer.Encode(text), Tokenizer.EndId];

    /// <summary>The embedded start and end tokens of a picture, (rows, 2, hidden).</summary>
    public Tensor FrameTokens(int rows) =>
        Decoder.Embed(frameIds).unsqueeze(0).expand(rows, 2, Config.Language.HiddenSize);

    /// <summary>The token grid of latents (channels, h, w).</summary>
    /// <exception cref="SrumException">They do not divide into whole tokens.</exception>
    public TokenGrid GridOf(Tensor latents)
    {
        var (height, width) = ((int)latents.shape[^2], (int)latents.shape[^1]);
        return height % Config.LatentPatch == 0 && width % Config.LatentPatch == 0
            ? new(height / Config.LatentPatch, width / Config.LatentPatch)
            : throw new SrumException(
                $"The autoencoder makes {width} × {height} cells of a picture, which are no whole tokens of "
                + $"{Config.LatentPatch} × {Config.LatentPatch}: "
                + $"\"vaeResize\" in srum_config.json must make sides in multiples of {Config.TokenSide} pixels.");
    }

    /// <summary>
    /// The rows of a picture's latent tokens (n, tokens, latent width) at flow times (n), with the two frame rows.
    /// </summary>
    public ExpertRows LatentRows(Tensor latents, Tensor times, TokenGrid grid)
    {
        var ids = PositionTable.Ids(grid.Rows, grid.Columns, Config.MaxLatentSide, Config.InterpolatePositions).to(
            Device);
        var rows = Linear.Apply(latents, Store["vae2llm.weight"], Store["vae2llm.bias"])
            .Plus(Time.Forward(times).unsqueeze(1)).Plus(latentPositions.index_select(0, ids));
        return new ExpertRows(FrameTokens((int)latents.shape[0]), rows);
    }

    /// <summary>
    /// Velocities (n, tokens, latent width) of final generation rows; fp32, since steps add up small differences.
    /// </summary>
    public Tensor ToVelocity(Tensor rows) =>
        Linear.Apply(rows, Store["llm2vae.weight"], Store["llm2vae.bias"]).to(ScalarType.Float32);

    /// <summary>
    /// Latent tokens (n, tokens, width) of latents (n, channels, h, w): row, column in the patch, channel.
    /// </summary>
    public Tensor ToTokens(Tensor latents)
    {
        var (p, n, z) = (Config.LatentPatch, latents.shape[0], latents.shape[1]);
        var (rows, columns) = (latents.shape[2] / p, latents.shape[3] / p);
        return latents.reshape(n, z, rows, p, columns, p).permute(0, 2, 4, 3, 5, 1).reshape(
            n, rows * columns, p * p * z);
    }

    /// <summary>Latents (n, channels, h, w) of latent tokens (n, tokens, width).</summary>
    public Tensor FromTokens(Tensor tokens, TokenGrid grid)
    {
        var (p, n, z) = (Config.LatentPatch, tokens.shape[0], Config.Autoencoder.LatentChannels);
        return tokens.reshape(n, grid.Rows, grid.Columns, p, p, z).permute(0, 5, 1, 3, 2, 4).reshape(
            n, z, grid.Rows * p, grid.Columns * p);
    }

    /// <inheritdoc cref="ParameterStore.Finite"/>
    public Tensor Finite(Tensor value, string what) => Store.Finite(value, what, AutoencoderStore);

    public void Dispose()
    {
        Store.Dispose();
        AutoencoderStore.Dispose();
        Decoder.Dispose();
        Time.Dispose();
        frameIds.Dispose();
    }
}
