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

    /// <summary>What to tell when this process's part is done, and other shards' parts are not.</summary>
    /// <param name="part">The part.</param>
    /// <param name="done">What it did, of pictures: "12 of 96 pictures are drawn".</param>
    /// <param name="next">The command that comes next.</param>
    public string Waiting(Shard part, string done, string next) =>
        $"Shard {part} is done: {done}. When all shards are: {Next(next)}";

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
