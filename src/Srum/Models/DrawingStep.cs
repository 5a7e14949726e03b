using Srum.Imaging;

namespace Srum.Models;

/// <summary>A picture on its way from noise, as one sampling step met it.</summary>
/// <param name="Time">Flow time of the step: 1 = noise, towards 0 = the picture.</param>
/// <param name="State">What the step was given, x_t, as a picture: noise and picture mixed.</param>
/// <param name="Expected">
/// Where the step's velocity points, x_t − t · v: the picture that the model would end with if it went on straight.
/// That of the last step is the drawn picture.
/// </param>
public sealed record DrawingStep(double Time, Picture State, Picture Expected);
