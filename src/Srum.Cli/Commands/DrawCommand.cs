using System.ComponentModel;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Imaging;
using Srum.Models;

namespace Srum.Cli.Commands;

/// <summary><c>srum draw PROMPT</c>: draws pictures of one prompt.</summary>
internal sealed class DrawCommand : Command<DrawCommand.Flags>
{
    internal sealed class Flags : DrawFlags
    {
        [CommandArgument(0, "<PROMPT>")]
        [Description("What to draw")]
        public string Prompt { get; init; } = "";

        [CommandOption("--out <FILE>")]
        [Description("The picture to write, .png or .jpg; with --count, -1, -2, … are put before its ending")]
        [DefaultValue("picture.png")]
        public string Out { get; init; } = "picture.png";

        [CommandOption("--seed <N>")]
        [Description("Seed of the first picture; the others follow it")]
        [DefaultValue(0L)]
        public long Seed { get; init; }

        [CommandOption("--count <N>")]
        [Description("How many pictures")]
        [DefaultValue(1)]
        [InRange(1, 10000)]
        public int Count { get; init; } = 1;

        public override ValidationResult Validate() => IsPrompt(Prompt, "PROMPT", "what to draw");
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        OutputPath.CheckPicture(flags.Out, "--out");
        using var model = ShippedModel.Open(flags);
        var requests = Enumerable.Range(0, flags.Count).Select(i => new DrawRequest(flags.Prompt, flags.Seed + i)).ToList();
        var settings = flags.Settings(model.Settings.Draw);
        using var progress = ConsoleProgress.Create();
        var done = 0;
        foreach (var batch in requests.Chunk(settings.BatchSize))
        {
            foreach (var drawing in model.Draw(batch, settings, cancel))
            {
                var path = flags.Count == 1 ? flags.Out : Numbered(flags.Out, done + 1);
                PictureFile.Write(path, drawing.Picture);
                Console.WriteLine($"{path}  seed {requests[done].Seed}{(drawing.Thought is { } thought ? $"  thought: {thought}" : "")}");
                done++;
            }

            if (flags.Count > settings.BatchSize)
            {
                progress.Report(new("draw", done, flags.Count));
            }
        }

        return 0;
    }

    private static string Numbered(string path, int number) => Path.Combine(
        Path.GetDirectoryName(path) ?? "",
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)}-{number}{Path.GetExtension(path)}"));
}
