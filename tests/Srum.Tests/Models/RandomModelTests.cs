using Srum.Models;
using Srum.Pretraining;
using Srum.Shapes;

namespace Srum.Tests.Models;

public sealed class RandomModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(ModelDesign.Bagel, "ema.safetensors")]
    [InlineData(ModelDesign.Janus, "model.safetensors")]
    public void Either_design_follows_its_seed_opens_draws_and_answers(ModelDesign design, string weights)
    {
        var described = Described(design);
        RandomModel.Write(folder.File("a"), described, seed: 1);
        RandomModel.Write(folder.File("b"), described, seed: 1);
        RandomModel.Write(folder.File("c"), described, seed: 2);
        Assert.Equal(Weights("a"), Weights("b"));
        Assert.NotEqual(Weights("a"), Weights("c"));
        Assert.True(ModelInspection.Read(folder.File("a")).IsComplete);
        using var model = UnifiedModel.Open(folder.File("a"));
        var drawing = model.Draw([new DrawRequest("a red circle", 1)], model.Settings.Draw)[0];
        Assert.Equal((32, 32), (drawing.Picture.Width, drawing.Picture.Height));
        Assert.Single(model.Answer([new Question([drawing.Picture], "what is it?")], new() { MaxTokens = 2 }));

        byte[] Weights(string name) => File.ReadAllBytes(Path.Combine(folder.File(name), weights));
    }

    [Fact]
    public void Somebody_elses_folder_is_left_alone()
    {
        var config = folder.Write("mine/config.json", "mine");
        var described = Described(ModelDesign.Janus);
        Assert.Throws<SrumException>(() => RandomModel.Write(folder.File("mine"), described, seed: 1));
        Assert.Equal("mine", File.ReadAllText(config));
    }

    public void Dispose() => folder.Dispose();

    // What a pretraining of the design begins with, and bytes for words.
    private string Described(ModelDesign design)
    {
        var described = Directory.CreateDirectory(folder.File("described")).FullName;
        TinyDesign.Of(design).Write(described, World.Shipped, BytePairTrainer.Learn([]));
        return described;
    }
}
