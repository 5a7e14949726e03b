using System.ComponentModel;
using System.Globalization;
using Spectre.Console.Cli;
using Srum.Models;
using Srum.Weights;

namespace Srum.Cli.Commands;

/// <summary><c>srum inspect PATH</c>: the tensors and settings of a weight file or a model folder.</summary>
internal sealed class InspectCommand : Command<InspectCommand.Flags>
{
    internal sealed class Flags : CommonSettings
    {
        [CommandArgument(0, "<PATH>")]
        [Description("A .safetensors file or a model folder")]
        public string Path { get; init; } = "";

        [CommandOption("--base <FOLDER>")]
        [Description("The whole model that a generator-only model folder or an adapter was trained from")]
        public string? Base { get; init; }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        if (Directory.Exists(flags.Path))
        {
            var inspection = ModelInspection.Read(flags.Path, flags.Base);
            PrintModel(inspection);
            return inspection.IsComplete ? 0 : throw new SrumException(Refusal(inspection, flags.Base));
        }

        if (!File.Exists(flags.Path))
        {
            throw new SrumException($"There is no file or folder {System.IO.Path.GetFullPath(flags.Path)}. Name a "
                + ".safetensors file or a model folder.");
        }

        using var file = SafetensorsFile.Open(flags.Path);
        PrintTensors(file);
        return 0;
    }

    private static void PrintModel(ModelInspection model)
    {
        Print(model.Tensors);
        foreach (var (name, value) in model.Settings)
        {
            Console.WriteLine($"set   {name} = {value}");
        }

        foreach (var (what, names) in ((string, IReadOnlyList<string>)[])
            [("from the base", model.FromBase), .. Faults(model)])
        {
            foreach (var name in names)
            {
                Console.WriteLine($"{what}: {name}");
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Folder}: {model.Tensors.Count} tensors, {model.Missing.Count} missing, {model.Unused.Count} "
                + $"unused, {model.Misshapen.Count} of the wrong "
                + $"shape{(model.IsComplete ? "; it opens" : "; it does not open")}"));
    }

    private static (string What, IReadOnlyList<string> Names)[] Faults(ModelInspection model) =>
        [("missing", model.Missing), ("unused", model.Unused), ("of the wrong shape", model.Misshapen)];

    // One name of each kind: all of them are listed above.
    private static string Refusal(ModelInspection model, string? whole)
    {
        var faults = Faults(model).Where(fault => fault.Names.Count > 0).Select(fault => string.Create(
            CultureInfo.InvariantCulture, $"{fault.Names.Count} {fault.What} ({fault.Names[0]} first)"));
        return $"{model.Folder} does not open. Of its tensors: {string.Join(", ", faults)}."
            + (whole is null && model.Missing.Count > 0
                ? " If it was trained from a whole model, name that with --base." : "");
    }

    private static void Print(IReadOnlyList<TensorEntry> entries)
    {
        foreach (var entry in entries)
        {
            Console.WriteLine($"{entry.Dtype,-5} {"[" + string.Join(", ", entry.Shape) + "]",-20} {entry.Name}");
        }
    }

    private static void PrintTensors(SafetensorsFile file)
    {
        Print(file.Entries);
        foreach (var (name, value) in file.Metadata)
        {
            Console.WriteLine($"note  {name} = {value}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{file.Path}: {file.Entries.Count} tensors, {file.Entries.Sum(entry => entry.Count):N0} numbers, "
                + $"{file.Entries.Sum(entry => entry.Length) / 1e6:0.0} MB"));
    }
}
