namespace Srum.Display;

/// <summary>A name and its value.</summary>
public sealed record ReportFact(string Name, string Value);
