using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Imaging;
using Srum.Models;

namespace Srum.Cli.Commands;

/// <summary><c>srum ask PICTURE QUESTION</c>: asks the model about a picture.</summary>
internal sealed class AskCommand : Command<AskCommand.Flags>
{
    internal sealed class Flags : ModelCommandSettings
    {
        [CommandArgument(0, "<PICTURE>")]
        [Description("A PNG or JPEG file")]
        public string Picture { get; init; } = "";

        [CommandArgument(1, "<QUESTION>")]
        [Description("What to ask about it")]
        public string Question { get; init; } = "";

        [CommandOption("--tokens <N>")]
        [Description("Longest answer, in tokens")]
        [DefaultValue(512)]
        [InRange(1, 100000)]
        public int Tokens { get; init; } = 512;

        [CommandOption("--temperature <T>")]
        [Description("0 = the likeliest words; above it, sampled")]
        [DefaultValue(0.0)]
        [InRange(0, 10)]
        public double Temperature { get; init; }

        [CommandOption("--seed <N>")]
        [Description("Decides the sampling when --temperature is above 0; at least 0")]
        [DefaultValue(0L)]
        [InRange(0)]
        public long Seed { get; init; }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var picture = PictureFile.Read(flags.Picture, ShippedModel.Settings(flags).DropsAlpha);
        using var model = ShippedModel.Open(flags);
        var settings = new AnswerSettings { MaxTokens = flags.Tokens, Temperature = flags.Temperature };
        Console.WriteLine(model
            .Answer([AskTemplate.Of(model.Settings).Ask(picture, flags.Question, flags.Seed)], settings, cancel)[0]);
        return 0;
    }
}
