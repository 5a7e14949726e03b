namespace Srum.Display;

/// <summary>A stage and its seconds.</summary>
public sealed record ReportStage(string Name, double Seconds);
