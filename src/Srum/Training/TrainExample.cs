using Srum.Imaging;
using Srum.Maps;

namespace Srum.Training;

/// <summary>A judged picture to train on.</summary>
/// <param name="Id">Its content's key: the same key means the same picture, prompt and judgement.</param>
/// <param name="Prompt">The original prompt.</param>
/// <param name="Open">Reads the picture; called when it is needed, perhaps often.</param>
/// <param name="Reward">
/// Regions in pixels of the picture, and the layout score; null where training takes no weights.
/// </param>
public sealed record TrainExample(string Id, string Prompt, Func<Picture> Open, DualReward? Reward);
