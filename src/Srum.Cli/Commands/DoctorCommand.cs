using System.Runtime.InteropServices;
using Spectre.Console.Cli;
using Srum.Native;
using TorchSharp;

namespace Srum.Cli.Commands;

/// <summary><c>srum doctor</c>: what this machine has, and what is missing.</summary>
internal sealed class DoctorCommand : Command<CommonSettings>
{
    public override int Execute(CommandContext context, CommonSettings settings, CancellationToken cancel)
    {
        Console.WriteLine($"system    {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores");
        Console.WriteLine($".NET      {RuntimeInformation.FrameworkDescription}");
        Console.WriteLine($"memory    {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 20)} MiB");
        Console.WriteLine($"natives   {TorchNatives.Folder ?? "not loaded"}");
        Console.WriteLine($"model     {FolderOrProblem()}");
        TorchNatives.Require();
        Console.WriteLine($"libtorch  {torch.__version__}, {torch.get_num_threads()} threads, cuda {(torch.cuda.is_available() ? $"yes ({torch.cuda.device_count()})" : "no")}");
        using var sum = torch.ones(3, 3).sum();
        Console.WriteLine($"tensors   {(sum.item<float>() == 9 ? "compute" : "compute wrongly")}");
        return 0;
    }

    private static string FolderOrProblem()
    {
        try
        {
            return ShippedModel.Folder(null);
        }
        catch (SrumException missing)
        {
            return missing.Message;
        }
    }
}
