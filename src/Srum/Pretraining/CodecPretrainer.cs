using Srum.Models;
using Srum.Models.Janus;
using Srum.Native;
using Srum.Shapes;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Pretraining;

/// <summary>
/// Trains the tiny Janus' picture codec (VQ-VAE, van den Oord et al. 2017): the decoder is given the nearest codes,
/// their gradient is handed to the encoder as it is, codes move to what they stand for, and that keeps near its code.
/// </summary>
internal sealed class CodecPretrainer : PicturePretrainer
{
    private static readonly Scalar CommitmentShare = 0.25.ToScalar();

    // A code that no cell of a batch takes is given the place of one of its cells, now and then, until so many steps.
    private const int RevivedEvery = 25;

    private readonly PictureCodec codec;
    private readonly long revivedUntil;

    /// <summary>Begins a training.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="world">What pictures show.</param>
    /// <param name="seed">Decides weights and pictures.</param>
    /// <param name="steps">How long it will be.</param>
    public CodecPretrainer(CodeBookConfig config, World world, long seed, long steps)
        : this(ParameterStore.Random(seed), config, world, seed, steps)
    {
    }

    private CodecPretrainer(ParameterStore store, CodeBookConfig config, World world, long seed, long steps)
        : this(new PictureCodec(config, store), store, world, seed, steps)
    {
    }

    private CodecPretrainer(PictureCodec codec, ParameterStore store, World world, long seed, long steps)
        : base(store, name => name == PictureCodec.Tally, world, seed) =>
        (this.codec, revivedUntil) = (codec, steps / 2);

    protected override void Prepare(long step)
    {
        if (step % RevivedEvery == 0 && step < revivedUntil)
        {
            using var scope = NewDisposeScope();
            var (pictures, random) = BatchOf(step);
            Revive(Cells(pictures).detach(), random);
        }
    }

    protected override (Tensor Picture, Tensor Besides) Losses(Tensor pictures, SeededRandom random)
    {
        var cells = Cells(pictures);
        var codes = codec.Codes(codec.Nearest(cells.detach()));
        var straight = cells.Plus((codes - cells).detach());
        // Both are squared distances of vectors of length 1.
        var moved = Distance(codes, cells.detach());
        var kept = Distance(cells, codes.detach()).mul(CommitmentShare);
        return (PictureLoss(codec.Pictures(straight), pictures), moved.Plus(kept));

        static Tensor Distance(Tensor a, Tensor b) => (a - b).Squared().sum(1).mean();
    }

    private Tensor Cells(Tensor pictures) => F.normalize(codec.Latents(pictures), dim: 1);

    // Codes of length 1 like all that they stand for.
    private void Revive(Tensor cells, SeededRandom random)
    {
        using var outside = no_grad();
        var rows = cells.permute(0, 2, 3, 1).flatten(0, 2);
        var taken = codec.Nearest(cells).flatten().data<long>().ToHashSet();
        var all = Enumerable.Range(0, (int)codec.Book.shape[0]).Select(code => (long)code);
        long[] unused = [.. all.Where(code => !taken.Contains(code))];
        if (unused.Length > 0)
        {
            var chosen = unused.Select(_ => (long)random.Below((int)rows.shape[0]));
            codec.Book.index_copy_(
                0, tensor(unused, dtype: int64), rows.index_select(0, tensor([.. chosen], dtype: int64)));
        }
    }
}
