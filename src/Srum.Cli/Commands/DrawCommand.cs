using System.ComponentModel;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Cli;
using Srum.Files;
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
        [Description(
            "The picture to write, .png or .jpg; with --count, -1, -2, … are put before its ending; "
            + "default: picture.png")]
        public string? Out { get; init; }

        [CommandOption("--seed <N>")]
        [Description("Seed of the first picture, at least 0; the others follow it")]
        [DefaultValue(0L)]
        [InRange(0)]
        public long Seed { get; init; }

        [CommandOption("--count <N>")]
        [Description("How many pictures")]
        [DefaultValue(1)]
        [InRange(1, 10000)]
        public int Count { get; init; } = 1;

        public override ValidationResult Validate() => Seed <= long.MaxValue - Count
            ? IsPrompt(Prompt, "PROMPT")
            : ValidationResult.Error(
                $"--seed must be at most {long.MaxValue - Count}, so that {Count} pictures can follow it, not {Seed}.");
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        var paths = Paths(flags);
        using var model = ShippedModel.Open(flags);
        var requests = Enumerable.Range(0, flags.Count).Select(i => new DrawRequest(flags.Prompt, flags.Seed + i))
            .ToList();
        var settings = flags.Settings(model.Settings.Draw);
        using var progress = ConsoleProgress.Create();
        var done = 0;
        foreach (var batch in requests.Chunk(settings.BatchSize))
        {
            foreach (var drawing in model.Draw(batch, settings, cancel))
            {
                PictureFile.Write(paths[done], drawing.Picture);
                var thought = drawing.Thought is { } text ? $"  thought: {text}" : "";
                Console.WriteLine($"{paths[done]}  seed {requests[done].Seed}{thought}");
                done++;
            }

            if (flags.Count > settings.BatchSize)
            {
                progress.Report(new("draw", done, flags.Count));
            }
        }

        return 0;
    }

    // All of them are looked at before the first is drawn.
    private static string[] Paths(Flags flags)
    {
        var name = flags.Out ?? "picture.png";
        if (flags.Count > 1 && FileStatus.Of(name)?.Kind == FileKind.Stream)
        {
            throw new SrumException(
                $"--out: {name} is a device or a pipe, which takes one picture. Name a file, or leave --count out.");
        }

        var numbers = Enumerable.Range(1, flags.Count);
        string[] paths = flags.Count == 1 ? [name] : [.. numbers.Select(number => Numbered(name, number))];
        OutputPath.CheckPicture(paths[0], "--out");
        Array.ForEach(paths[1..], path => OutputTarget.Of(path));
        if (flags.Out is null)
        {
            OutputPath.CheckOwn(paths, "--out");
        }

        return paths;
    }

    private static string Numbered(string path, int number) => Path.Combine(
        Path.GetDirectoryName(path) ?? "",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileNameWithoutExtension(path)}-{number}{Path.GetExtension(path)}"));
}
