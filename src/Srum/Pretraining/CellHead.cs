using Srum.Shapes;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Pretraining;

/// <summary>
/// A linear reading of each vision token: what its cell of the scene holds. It teaches the eye with a target a patch
/// where the decoder's words give one a picture; published encoders come trained. Pretraining alone has it: the model
/// folder does not.
/// </summary>
internal sealed class CellHead : IDisposable
{
    // Shape, colour, fill and size, each with a class more for an empty cell; then the background.
    private static readonly int[] Classes =
    [
        1 + Enum.GetValues<ObjectShape>().Length,
        1 + Enum.GetValues<ObjectColour>().Length,
        1 + Enum.GetValues<ObjectFill>().Length,
        1 + Enum.GetValues<ObjectSize>().Length, Palette.Backgrounds.Count,
    ];

    private readonly Tensor weight;
    private readonly Tensor bias;

    /// <summary>A head that knows nothing.</summary>
    /// <param name="width">Width of the vision tokens.</param>
    public CellHead(long width)
    {
        weight = zeros(Classes.Sum(), width).DetachFromDisposeScope();
        bias = zeros(Classes.Sum()).DetachFromDisposeScope();
    }

    /// <summary>What it learns, by name.</summary>
    public IEnumerable<(string Name, Tensor Value)> Parameters => [("cells.weight", weight), ("cells.bias", bias)];

    /// <summary>Cross-entropy of what the tokens tell: the mean over tokens and attributes, in nats.</summary>
    /// <param name="tokens">(scenes, side², width) of square pictures, row by row.</param>
    /// <param name="scenes">What the pictures show.</param>
    public Tensor Loss(Tensor tokens, IReadOnlyList<Scene> scenes)
    {
        var side = (int)Math.Sqrt(tokens.shape[1]);
        var logits = F.linear(tokens.to(weight.dtype), weight, bias).to(float32).reshape(-1, Classes.Sum());
        var losses = new List<Tensor>();
        for (int part = 0, from = 0; part < Classes.Length; from += Classes[part++])
        {
            var wanted = tensor([.. scenes.SelectMany(scene => Wanted(scene, part, side))], dtype: int64);
            losses.Add(F.cross_entropy(logits.narrow(1, from, Classes[part]), wanted));
        }

        return stack(losses).mean();
    }

    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }

    private static IEnumerable<long> Wanted(Scene scene, int part, int side) =>
        Enumerable.Range(0, side * side).Select(token =>
        {
            var cell = (2 * (token / side * 2 / side)) + (token % side * 2 / side);
            return part == Classes.Length - 1
                ? (long)scene.Background
                : Attribute(scene.Objects.FirstOrDefault(item => item.Cell == cell), part);
        });

    private static long Attribute(SceneObject? item, int part) => (item, part) switch
    {
        (null, _) => 0,
        (_, 0) => 1 + (long)item.Shape,
        (_, 1) => 1 + (long)item.Colour,
        (_, 2) => 1 + (long)item.Fill,
        _ => 1 + (long)item.Size,
    };
}
