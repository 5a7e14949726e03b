namespace Srum.Display;

/// <summary>A prompt and the systems' pictures of it, with the same seed.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Category">Its category.</param>
/// <param name="Pictures">One a system.</param>
public sealed record ReportPrompt(string Prompt, string Category, IReadOnlyList<ReportPicture> Pictures);
