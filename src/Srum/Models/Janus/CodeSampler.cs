using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>Draws the codes of pictures one by one, row by row of the picture, with guidance.</summary>
internal static class CodeSampler
{
    /// <summary>Samples a batch of pictures of one size.</summary>
    /// <param name="parts">The model.</param>
    /// <param name="contexts">
    /// What the n pictures are drawn from; with guidance 2 n rows, each picture's prompt and behind it the same without
    /// words. They grow by what is drawn.
    /// </param>
    /// <param name="codes">Codes of a picture.</param>
    /// <param name="guidance">
    /// Scale s of the guidance: g = l₀ + s · (l − l₀); null = the contexts have no rows without words.
    /// </param>
    /// <param name="choose">For a step and its logits (n, codes), the n codes that are taken.</param>
    /// <param name="observe">Called after each step.</param>
    /// <param name="cancel">Checked before each step.</param>
    /// <returns>Codes (n, codes of a picture).</returns>
    /// <exception cref="NotFiniteException">Logits are no numbers: any code would come of them.</exception>
    public static Tensor Sample(
        JanusParts parts, Contexts contexts, int codes, double? guidance, Func<int, Tensor, Tensor> choose,
        Action<CodeStep>? observe = null, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var copies = guidance is null ? 1 : 2;
        var pictures = contexts.Count / copies;
        var chosen = new List<Tensor>(codes);
        var rows = contexts.Last.alias();
        for (var step = 0; step < codes; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using var own = NewDisposeScope();
            var all = parts.Codes.Logits(rows).to(ScalarType.Float32).reshape(pictures, copies, -1);
            var (conditional, unconditional) = (all.select(1, 0), guidance is null ? null : all.select(1, 1));
            var logits = parts.Store.Finite(
                unconditional is null ? conditional : Guided(conditional, unconditional, guidance!.Value),
                "A drawn picture");
            var taken = choose(step, logits).to(parts.Device);
            // Both rows of a picture go on with the same code; nothing is asked behind the last one.
            var fed = step + 1 < codes ? parts.Codes.Forward(taken).repeat_interleave(copies, 0).unsqueeze(1) : null;
            observe?.Invoke(new CodeStep(rows, conditional, unconditional, logits, fed));
            chosen.Add(taken.MoveToOuterDisposeScope());
            if (fed is not null)
            {
                var next = contexts.Add(fed).squeeze(1);
                rows.Dispose();
                rows = next.MoveToOuterDisposeScope();
            }
        }

        return stack(chosen, 1).MoveToOuterDisposeScope();
    }

    private static Tensor Guided(Tensor conditional, Tensor unconditional, double guidance)
    {
        using var scale = guidance.ToScalar();
        return unconditional.Plus((conditional - unconditional).mul(scale));
    }
}
