using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Display;
using Srum.Files;
using Srum.Formats;

namespace Srum.Cli.Commands;

/// <summary>
/// <c>srum audit scored FILE</c>: what a scored file holds and what training makes of it, without a model.
/// </summary>
internal sealed class AuditScoredCommand : Command<AuditScoredCommand.Flags>
{
    internal sealed class Flags : CommonSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("The scored jsonl of the published tools")]
        public string File { get; init; } = "";

        [CommandOption("--images <FOLDER>")]
        [Description("Folder of the judged pictures, to compare sizes; default: the layout's own box is the size")]
        public string? Images { get; init; }

        [CommandOption("--rollout <FILE>")]
        [Description(
            "Rollout metadata, whose prompts the formatter takes; may be given several times; default: every picture "
            + "has its prompt")]
        public string[] Rollout { get; init; } = [];

        [CommandOption("--out <FILE>")]
        [Description("Where to write the findings as JSON; default: nowhere")]
        public string? Out { get; init; }

        [CommandOption("--page <FILE>")]
        [Description("Where to write them as a page; default: nowhere")]
        public string? Page { get; init; }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        OutputPath.CheckFiles((flags.Out, "--out"), (flags.Page, "--page"));
        InputPath.CheckFolder(flags.Images, "--images");
        var audit = ScoredAudit.Of(flags.File, flags.Images, flags.Rollout);
        Console.WriteLine(ScoredAuditPage.Kinds(audit));
        foreach (var sentence in ScoredAuditPage.Sentences(audit))
        {
            Console.WriteLine(sentence);
        }

        OutputPath.WriteJson(flags.Out, audit);
        if (flags.Page is not null)
        {
            AtomicFile.Write(flags.Page, ScoredAuditPage.ToHtml(audit));
        }

        return 0;
    }
}
