namespace Srum.Training;

/// <summary>
/// The control: supervised fine-tuning on fresh pictures that are rendered for the prompts (<see cref="RenderedSet"/>)
/// instead of drawn by the model. What it gains is what as many further steps are worth.
/// </summary>
public sealed record Rendered : Objective
{
    internal override int Rank => 0;
}
