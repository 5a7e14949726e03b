using Srum.Models;
using Srum.Models.Bagel;
using Srum.Native;
using Srum.Shapes;
using static TorchSharp.torch;

namespace Srum.Pretraining;

/// <summary>
/// How far a model is from drawing attributes independently: the mean of (v(a, b) + v(∅) − v(a) − v(b))² over one
/// object's attributes a and b, the third stated in all four prompts or in none (CoInD, ICLR 2025: the score of a joint
/// is the sum of its parts'). The objects asked for may be never drawn, since the term needs no picture of them: what
/// is disturbed shows one of the two attributes, on a drawn object.
/// </summary>
internal static class Independence
{
    /// <summary>The loss, a mean over tokens and channels.</summary>
    /// <param name="parts">The model.</param>
    /// <param name="world">Its world.</param>
    /// <param name="random">Decides objects, times and noise.</param>
    /// <param name="objects">How many; each is four passes.</param>
    /// <param name="timeMean">Mean of the normal draw behind the flow times.</param>
    public static Tensor Loss(BagelParts parts, World world, SeededRandom random, int objects, double timeMean)
    {
        var quads = Enumerable.Range(0, objects).Select(_ => Quad(world, random)).ToArray();
        Scene[] scenes = [.. quads.Select(quad => DrawnScene(world, random, random.Pick([quad[1], quad[2]])))];
        Tensor clean;
        using (no_grad())
        {
            clean = parts.Autoencoder.EncodeMean(PictureTensor.Of([.. scenes.Select(SceneRenderer.Render)]));
        }

        var grid = parts.GridOf(clean[0]);
        using var generator = new Generator(random.NextBits() >> 1);
        var noise = randn([objects, grid.Count, parts.Config.LatentWidth], generator: generator);
        double[] times = [.. quads.Select(_ => FlowTimes.Training(random.NextNormal() + timeMean, shift: 1))];
        FlowSample[] samples = [.. quads.SelectMany(
            (quad, i) => quad.Select(asked => new FlowSample([Words.One(asked)], clean[i], times[i], noise[i])))];
        var velocities = stack([.. FlowTraining.Forward(parts, samples, freezeUnderstanding: false).Velocities])
            .reshape(objects, 4, grid.Count, -1);
        var rest = velocities.select(1, 0).Plus(velocities.select(1, 3)) - velocities.select(1, 1)
            - velocities.select(1, 2);
        return rest.Squared().mean();
    }

    /// <summary>An object with both attributes, with either, and with neither.</summary>
    internal static ObjectRequirement[] Quad(World world, SeededRandom random)
    {
        while (true)
        {
            ObjectRequirement both = new(
                random.Pick(world.Shapes), random.Pick(world.Colours), (ObjectFill)random.Below(2));
            var third = random.Below(3);
            both = random.Chance(0.5) ? Without(both, third) : both;
            var (a, b) = ((third + 1) % 3, (third + 2) % 3);
            ObjectRequirement[] quad = [both, Without(both, b), Without(both, a), Without(Without(both, a), b)];
            // No set holds a single object that leaves something open.
            if (quad.All(asked => asked.Stated < 3 || world.Allows(Words.One(asked), PromptUse.Training)))
            {
                return quad;
            }
        }
    }

    private static ObjectRequirement Without(ObjectRequirement asked, int attribute) => attribute switch
    {
        0 => asked with { Shape = null },
        1 => asked with { Colour = null },
        _ => asked with { Fill = null },
    };

    private static Scene DrawnScene(World world, SeededRandom random, ObjectRequirement asked)
    {
        var text = Words.One(asked);
        return SceneSampler.Next(random, new ScenePrompt(text, PromptCategory.Color, [asked], null, null, text), world);
    }
}
