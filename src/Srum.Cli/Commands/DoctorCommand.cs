using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Cli.Doctor;
using Srum.Native;
using Srum.Notebooks;
using Srum.Numbers;

namespace Srum.Cli.Commands;

/// <summary>
/// <c>srum doctor</c>: what this machine has and whether it computes rightly, and what to do about what is not.
/// </summary>
internal sealed class DoctorCommand : Command<DoctorCommand.Flags>
{
    internal sealed class Flags : CommonSettings
    {
        [CommandOption("--record")]
        [Description(
            "Record what the shipped model draws, says and learns here, in place of data/records/numbers.json")]
        public bool Record { get; init; }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        if (flags.Record)
        {
            var record = Machine.RecordOf(Repository.Root);
            NumberExamination.Record(ShippedModel.DataFolder("model"), record);
            Console.WriteLine($"Recorded in {record}.");
            return 0;
        }

        var findings = Examination.Of(Machine.Here());
        foreach (var finding in findings)
        {
            var mark = finding.State switch
            {
                FindingState.Fine => "ok",
                FindingState.Wanting => "note",
                FindingState.Wrong => "WRONG",
                _ => "MISSING",
            };
            Console.WriteLine($"{mark,-8} {finding.Name,-8} {finding.Found}");
            if (finding.Remedy is not null)
            {
                Console.WriteLine($"{"",-17} -> {finding.Remedy}");
            }
        }

        PrintMachine();
        var bad = findings.Where(finding => finding.State is FindingState.Missing or FindingState.Wrong).ToList();
        return bad.Count == 0
            ? 0
            : throw new SrumException(
                $"{Listed(FindingState.Missing, "Missing")}{Listed(FindingState.Wrong, "Wrong")}"
                + $"Begin with {bad[0].Name}: {bad[0].Remedy}");

        string Listed(FindingState state, string word) =>
            bad.Where(finding => finding.State == state).ToList() is { Count: > 0 } those
            ? $"{word}: {string.Join(", ", those.Select(finding => finding.Name).Distinct())}. "
            : "";
    }

    // What a report of wrong numbers must say.
    private static void PrintMachine()
    {
        Console.WriteLine($"{"",-8} {"machine",-8} {Processor.Name} ({string.Join(' ', Processor.Features)})");
        if (TorchNatives.Problem is null)
        {
            foreach (var use in MachineUse.Now().Kernels)
            {
                var wrong = use.Wrong.Count == 0 ? "" : $"; wrong: {string.Join(", ", use.Wrong)}";
                Console.WriteLine($"{"",-8} {"kernel",-8} {use.Type} {use.In} → {use.Out}: {use.Kernel} at "
                    + $"{use.RowCounts} row counts{wrong}");
            }
        }
    }
}
