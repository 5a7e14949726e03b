using System.ComponentModel;
using System.Globalization;
using Spectre.Console.Cli;
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
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        if (!File.Exists(flags.Path))
        {
            throw new SrumException($"There is no file or folder {System.IO.Path.GetFullPath(flags.Path)}. Name a .safetensors file or a model folder.");
        }

        using var file = SafetensorsFile.Open(flags.Path);
        PrintTensors(file);
        return 0;
    }

    private static void PrintTensors(SafetensorsFile file)
    {
        foreach (var entry in file.Entries)
        {
            Console.WriteLine($"{entry.Dtype,-5} {"[" + string.Join(", ", entry.Shape) + "]",-20} {entry.Name}");
        }

        foreach (var (name, value) in file.Metadata)
        {
            Console.WriteLine($"note  {name} = {value}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{file.Path}: {file.Entries.Count} tensors, {file.Entries.Sum(entry => entry.Count):N0} numbers, {file.Entries.Sum(entry => entry.Length) / 1e6:0.0} MB"));
    }
}
