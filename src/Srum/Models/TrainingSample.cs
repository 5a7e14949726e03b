using TorchSharp;

namespace Srum.Models;

/// <summary>One sample of a training batch.</summary>
/// <param name="Prompt">The prompt, or null where the text condition was dropped.</param>
/// <param name="Target">Clean target from <see cref="IUnifiedModel.Encode"/>.</param>
/// <param name="Seed">Decides flow time and noise.</param>
public sealed record TrainingSample(string? Prompt, torch.Tensor Target, long Seed)
{
    /// <summary>
    /// The prompt that was dropped, where one was: a token model that draws without words still has their number.
    /// </summary>
    public string? DroppedPrompt { get; init; }

    /// <summary>
    /// Mean reward of the prompt's pictures, in [0, 1]; default ½. A token model's bounded negative branch asks what
    /// share of them is good; a flow's does not.
    /// </summary>
    public double RewardRate { get; init; } = 0.5;
}
