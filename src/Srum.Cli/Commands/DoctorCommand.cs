using Spectre.Console.Cli;
using Srum.Cli.Doctor;

namespace Srum.Cli.Commands;

/// <summary><c>srum doctor</c>: what this machine has, what is missing, and what to do about it.</summary>
internal sealed class DoctorCommand : Command<CommonSettings>
{
    public override int Execute(CommandContext context, CommonSettings settings, CancellationToken cancel)
    {
        var findings = Examination.Of(Machine.Here());
        foreach (var finding in findings)
        {
            var mark = finding.State switch { FindingState.Fine => "ok", FindingState.Wanting => "note", _ => "MISSING" };
            Console.WriteLine($"{mark,-8} {finding.Name,-8} {finding.Found}");
            if (finding.Remedy is not null)
            {
                Console.WriteLine($"{"",-17} -> {finding.Remedy}");
            }
        }

        var missing = findings.Where(finding => finding.State == FindingState.Missing).ToList();
        return missing.Count == 0
            ? 0
            : throw new SrumException($"Missing: {string.Join(", ", missing.Select(finding => finding.Name))}. Begin with {missing[0].Name}: {missing[0].Remedy}");
    }
}
