using System.ComponentModel;
using Spectre.Console.Cli;
using Srum.Models;

namespace Srum.Cli;

/// <summary>Flags of commands that draw; what is left out is the model's own default.</summary>
internal class DrawFlags : ModelCommandSettings
{
    [CommandOption("--think")]
    [Description("Think before drawing; --think=false where the model's own settings say so")]
    public bool? Think { get; init; }

    [CommandOption("--thought-temperature <T>")]
    [Description("0 = a thought of the likeliest words; above it, sampled from each picture's seed (with --think)")]
    [InRange(0, 10)]
    public double? ThoughtTemperature { get; init; }

    [CommandOption("--sampling-steps <N>")]
    [Description("Points of the time grid")]
    [InRange(2, 1000)]
    public int? SamplingSteps { get; init; }

    [CommandOption("--guidance <SCALE>")]
    [Description("Text guidance; 1 switches it off")]
    [InRange(0, 100)]
    public double? Guidance { get; init; }

    [CommandOption("--shift <SHIFT>")]
    [Description("Shift of the sampling times towards noise")]
    [InRange(0.01, 100)]
    public double? Shift { get; init; }

    [CommandOption("--solver <SOLVER>")]
    [Description("euler, as published; or adams, which needs fewer --sampling-steps")]
    public FlowSolver? Solver { get; init; }

    [CommandOption("--code-temperature <T>")]
    [Description("For a model that draws code by code: 0 = the likeliest codes; above it, sampled (1 as published)")]
    [InRange(0, 10)]
    public double? CodeTemperature { get; init; }

    [CommandOption("--batch <N>")]
    [Description("Most pictures drawn at once; changes speed alone")]
    [InRange(1, 4096)]
    public int? Batch { get; init; }

    /// <summary>The model's settings with this command line's changes.</summary>
    /// <exception cref="UsageException">A thought's temperature is given, and there is no thought.</exception>
    public DrawSettings Settings(DrawSettings own) => ThoughtTemperature is not null && !(Think ?? own.Think)
        ? throw new UsageException("--thought-temperature is for a thought before drawing: give --think as well.")
        : own with
    {
        Think = Think ?? own.Think,
        ThoughtTemperature = ThoughtTemperature ?? own.ThoughtTemperature,
        Steps = SamplingSteps ?? own.Steps,
        TextGuidance = Guidance ?? own.TextGuidance,
        TimestepShift = Shift ?? own.TimestepShift,
        Solver = Solver ?? own.Solver,
        CodeTemperature = CodeTemperature ?? own.CodeTemperature,
        BatchSize = Batch ?? own.BatchSize,
    };
}
