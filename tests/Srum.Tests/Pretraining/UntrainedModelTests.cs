using Srum.Models;
using Srum.Pretraining;

namespace Srum.Tests.Pretraining;

public sealed class UntrainedModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum").FullName;

    [Theory]
    [InlineData(ModelDesign.Bagel, "ema.safetensors")]
    [InlineData(ModelDesign.Janus, "model.safetensors")]
    public void Either_design_opens_draws_and_answers_by_the_same_lines(ModelDesign design, string weights)
    {
        UntrainedModel.Write(At("a"), design, seed: 1);
        UntrainedModel.Write(At("b"), design, seed: 1);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(At("a"), weights)), File.ReadAllBytes(Path.Combine(At("b"), weights)));
        Assert.True(ModelInspection.Read(At("a")).IsComplete);
        using var model = UnifiedModel.Open(At("a"));
        var drawing = model.Draw([new DrawRequest("a red circle", 1)], model.Settings.Draw)[0];
        Assert.Equal((32, 32), (drawing.Picture.Width, drawing.Picture.Height));
        Assert.Single(model.Answer([new Question([drawing.Picture], "what is it?")], new() { MaxTokens = 2 }));
    }

    [Fact]
    public void Somebody_elses_folder_is_left_alone()
    {
        Directory.CreateDirectory(At("mine"));
        File.WriteAllText(Path.Combine(At("mine"), "config.json"), "mine");
        Assert.Throws<SrumException>(() => UntrainedModel.Write(At("mine"), ModelDesign.Janus, seed: 1));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(At("mine"), "config.json")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);
}
