using Srum.Imaging;

namespace Srum.Regions;

/// <summary>One picture to propose regions for and to judge.</summary>
/// <param name="PromptId">Id of the prompt.</param>
/// <param name="Prompt">The original prompt.</param>
/// <param name="PictureFile">The picture's file, as the record will name it.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Seed">Decides the sampled tries: it belongs to this picture.</param>
public sealed record JudgeRequest(string PromptId, string Prompt, string PictureFile, Picture Picture, long Seed);
