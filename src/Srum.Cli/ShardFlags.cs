using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Runs;

namespace Srum.Cli;

/// <summary>Flags of stages that several processes can share.</summary>
internal class ShardFlags : OneRecipeFlags
{
    [CommandOption("--shard <I/N>")]
    [Description("Do the i-th of n parts of the planned batches, 1/4 to 4/4")]
    public string? Shard { get; init; }

    /// <summary>This process's part.</summary>
    public Shard Part()
    {
        try
        {
            return Shard is null ? Runs.Shard.Whole : Runs.Shard.Parse(Shard);
        }
        catch (SrumException wrong)
        {
            throw new UsageException($"--shard: {wrong.Message}");
        }
    }
}
