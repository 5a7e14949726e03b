using Srum.Imaging;
using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>
/// Prompts of different lengths as one batch, padded on the left, so that all end in the same column.
/// </summary>
internal sealed class PromptBatch
{
    /// <summary>Joins prompts.</summary>
    /// <param name="tokens">What pads them.</param>
    /// <param name="prompts">Each prompt's tokens, with a place for every row of its pictures.</param>
    /// <param name="pictures">Each prompt's pictures; null = none at all.</param>
    /// <param name="device">Where the tensors are made; null = the CPU.</param>
    /// <exception cref="SrumException">A prompt has other places than its pictures need.</exception>
    public PromptBatch(
        PromptTokens tokens, IReadOnlyList<IReadOnlyList<int>> prompts,
        IReadOnlyList<IReadOnlyList<Picture>>? pictures = null, Device? device = null)
    {
        Lengths = [.. prompts.Select(prompt => prompt.Count)];
        var longest = Lengths.Max();
        var ids = new long[prompts.Count * longest];
        var real = new bool[ids.Length];
        for (var row = 0; row < prompts.Count; row++)
        {
            var places = prompts[row].Count(id => id == tokens.PictureId);
            var needed = tokens.RowsOf(pictures?[row].Count ?? 0);
            if (places != needed)
            {
                throw new SrumException(
                    $"A prompt has {places} places for rows of pictures, and its pictures have {needed} rows: the text "
                    + $"itself must not contain {PromptTokens.Placeholder}.");
            }

            for (var i = 0; i < longest; i++)
            {
                var at = i - (longest - Lengths[row]);
                real[(row * longest) + i] = at >= 0;
                ids[(row * longest) + i] = at >= 0 ? prompts[row][at] : tokens.PadId;
            }
        }

        Ids = tensor(ids, [prompts.Count, longest], dtype: int64, device: device);
        Valid = real.Contains(false)
            ? tensor(real, [prompts.Count, longest], dtype: ScalarType.Bool, device: device)
            : null;
        Pictures = [.. pictures?.SelectMany(own => own) ?? []];
    }

    /// <summary>Tokens of each prompt.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>(batch, longest) int64.</summary>
    public Tensor Ids { get; }

    /// <summary>(batch, longest) bool, false where a row is padded; null = nowhere.</summary>
    public Tensor? Valid { get; }

    /// <summary>The pictures of all prompts, one after the other.</summary>
    public IReadOnlyList<Picture> Pictures { get; }
}
