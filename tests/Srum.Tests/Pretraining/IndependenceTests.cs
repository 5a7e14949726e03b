using Srum.Models.Bagel;
using Srum.Pretraining;
using Srum.Shapes;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Pretraining;

public sealed class IndependenceTests
{
    [Fact]
    public void Four_prompts_differ_in_two_attributes_of_one_object_drawn_or_not()
    {
        var random = new SeededRandom(1);
        var quads = Enumerable.Range(0, 1_000).Select(_ => Independence.Quad(World.Wide, random)).ToArray();
        Assert.All(quads, quad =>
        {
            Assert.Equal([0, 1, 1, 2], quad.Select(asked => quad[0].Stated - asked.Stated));
            Assert.NotEqual(quad[1], quad[2]);
            Assert.All(quad[1..], asked => Assert.True(
                (asked.Shape ?? quad[0].Shape, asked.Colour ?? quad[0].Colour, asked.Fill ?? quad[0].Fill)
                    == (quad[0].Shape, quad[0].Colour, quad[0].Fill)));
        });
        var whole = quads.Select(quad => quad[0]).Where(asked => asked.Stated == 3).ToArray();
        Assert.InRange(whole.Length, 350, 650);
        Assert.InRange(
            whole.Count(
                asked => World.Wide.GroupOf(asked.Shape!.Value, asked.Colour!.Value, asked.Fill!.Value)
                    != CombinationGroup.Drawn),
            80, 250);
    }

    [Fact]
    public void It_is_nothing_where_the_prompt_says_nothing_and_teaches_where_it_does()
    {
        using var scope = NewDisposeScope();
        using var parts = ModelFolder.OpenParts(Path.Combine(DataFolder.Path, "model"));
        var last = parts.Store["llm2vae.weight"].requires_grad_();
        using (var loss = Independence.Loss(parts, World.Wide, new SeededRandom(2), 3, 0.8))
        {
            Assert.True(loss.item<float>() > 1e-5);
            loss.backward();
            Assert.True(last.grad!.abs().sum().item<float>() > 0);
        }

        using var outside = no_grad();
        last.zero_();
        Assert.Equal(0, Independence.Loss(parts, World.Wide, new SeededRandom(2), 3, 0.8).item<float>(), 1e-9);
    }
}
