using Srum.Models;
using Srum.Notebooks;
using Srum.Shapes;
using TorchSharp;

namespace Srum.Cli;

/// <summary>Where the model that ships with the repository stands, and which device to open it on.</summary>
internal static class ShippedModel
{
    /// <summary>Opens the model that a command line names.</summary>
    public static IUnifiedModel Open(ModelCommandSettings flags) => Open(flags, Folder(flags));

    /// <summary>Opens another model folder as a command line wants models opened.</summary>
    public static IUnifiedModel Open(ModelCommandSettings flags, string folder)
    {
        var device = Device(flags.Device);
        return UnifiedModel.Open(folder, device, flags.Base, flags.Held);
    }

    /// <summary>The folder of the model that a command line names.</summary>
    /// <exception cref="UsageException">A base is named, and nothing that was trained from it.</exception>
    /// <exception cref="SrumException">There is no such folder.</exception>
    public static string Folder(ModelCommandSettings flags) => flags is { Model: null, Base: not null }
        ? throw new UsageException(
            "--base belongs to --model: name the adapters or the half that were trained from it, or leave it out.")
        : Folder(flags.Model);

    /// <summary>The named folder, or <c>data/model</c> of the program's own clone.</summary>
    public static string Folder(string? named)
    {
        if (named is not null)
        {
            return Directory.Exists(named)
                ? named
                : throw new SrumException($"There is no model folder {Path.GetFullPath(named)}. Name one that exists, "
                    + "or leave the flag out for the shipped model.");
        }

        return DataFolder("model");
    }

    /// <summary>The settings of the model of a command line, read without opening it.</summary>
    public static ModelSettings Settings(ModelCommandSettings flags) =>
        ModelSettingsFile.Read(ModelFiles.Find(Folder(flags), flags.Base).Configured);

    /// <summary>The shapes world that this model knows.</summary>
    public static World World(ModelCommandSettings flags) => Settings(flags).World;

    /// <summary>The folder of a world's prompt sets, which have the same names in each.</summary>
    public static string PromptSets(World world) =>
        DataFolder(world == Shapes.World.Shipped ? ["prompts"] : ["prompts", world.Name]);

    /// <summary>A folder or file of the repository's <c>data/</c>.</summary>
    public static string DataFolder(params string[] parts) => Repository.Find(["data", .. parts]);

    /// <summary>The torch device of a <c>--device</c> flag.</summary>
    public static torch.Device Device(string name)
    {
        Native.TorchNatives.Require();
        return name switch
        {
            "cpu" => torch.CPU,
            "cuda" when torch.cuda.is_available() => torch.CUDA,
            "cuda" => throw new SrumException(
                "--device cuda: this build finds no CUDA device. It needs an NVIDIA card with its driver, and a build "
                + "for it: 'SRUM_BUILD_FLAGS=-p:TorchDevice=cuda ./srum …' (on Windows set SRUM_BUILD_FLAGS first). "
                + "Without them, leave the flag out."),
            _ => throw new UsageException($"--device must be cpu or cuda, not '{name}'."),
        };
    }
}
