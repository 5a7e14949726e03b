namespace Srum.Models;

/// <summary>
/// How a step goes from one sampling time t₀ to the next one, t₁, with h = t₁ − t₀. Either asks the model once a step.
/// </summary>
public enum FlowSolver
{
    /// <summary>Along the velocity at t₀, as published: x₁ = x₀ + h v₀.</summary>
    Euler,

    /// <summary>
    /// Along the line through the last two velocities, which forecasts those on the way to t₁. It is the two-step
    /// formula of Adams and Bashforth for steps of any lengths (Hairer, Nørsett and Wanner, Solving Ordinary
    /// Differential Equations I, section III.5): x₁ = x₀ + h (v₀ + h / (2 h₋₁) (v₀ − v₋₁)). The first step, and the
    /// first where guidance begins or ends to act, is Euler's.
    /// </summary>
    Adams,
}
