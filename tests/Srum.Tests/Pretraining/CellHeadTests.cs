using Srum.Pretraining;
using Srum.Shapes;
using TorchSharp;

namespace Srum.Tests.Pretraining;

public class CellHeadTests
{
    private static readonly Scene Corner = new(
        Background.Grey, [new SceneObject(ObjectShape.Triangle, ObjectColour.Blue, ObjectFill.Outline, 4.8, 24, 24)]);

    [Fact]
    public void A_head_that_knows_nothing_gives_every_class_the_same_chance()
    {
        using var scope = torch.NewDisposeScope();
        using var head = new CellHead(8);

        var loss = head.Loss(torch.randn(1, 64, 8), [Corner]).item<float>();

        Assert.Equal(new[] { 10, 9, 3, 3, 3 }.Average(count => Math.Log(count)), loss, 1e-5);
    }

    [Fact]
    public void Each_token_is_asked_what_its_own_cell_holds()
    {
        using var scope = torch.NewDisposeScope();
        using var outside = torch.no_grad();
        using var head = new CellHead(2);
        // Tokens that say "my cell is the last" and "it is not": the head's rows for this scene's answers.
        var tokens = torch.zeros(1, 8, 8, 2);
        tokens[0, .., .., 1] = 1;
        tokens[0, 4.., 4.., 0] = 1;
        tokens[0, 4.., 4.., 1] = 0;
        int[] inCorner = [3, 10 + 3, 19 + 2, 22 + 1], elsewhere = [0, 10, 19, 22];
        var weight = head.Parameters.Single(parameter => parameter.Name == "cells.weight").Value;
        foreach (var (row, column) in inCorner.Select(row => (row, 0)).Concat(elsewhere.Select(row => (row, 1)))
            .Concat([(27, 0), (27, 1)]))
        {
            weight[row, column] = 30;
        }

        Assert.Equal(0, head.Loss(tokens.reshape(1, 64, 2), [Corner]).item<float>(), 1e-5);
        Assert.True(
            head.Loss(tokens.reshape(1, 64, 2), [Corner with { Background = Background.White }]).item<float>() > 1);
    }
}
