using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>A picture to be drawn in a lesson.</summary>
/// <param name="Prompt">What it is drawn from.</param>
/// <param name="Scene">What it shows.</param>
/// <param name="Thinks">Whether a thought stands before it, where the design has thoughts.</param>
/// <param name="Dropped">Whether it is drawn without words, as guidance asks.</param>
internal sealed record DrawingLesson(ScenePrompt Prompt, Scene Scene, bool Thinks, bool Dropped);
