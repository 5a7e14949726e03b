namespace Srum.Models.Bagel;

/// <summary>A part of a model.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Parameters">How many numbers it has.</param>
/// <param name="IsGeneration">Whether it belongs to the generation half, which SRUM trains.</param>
/// <param name="StaysFp32">Whether it is held in fp32 whatever the model's precision.</param>
public sealed record ModelPart(string Name, long Parameters, bool IsGeneration = false, bool StaysFp32 = false);
