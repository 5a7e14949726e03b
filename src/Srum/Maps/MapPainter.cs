namespace Srum.Maps;

/// <summary>Paints a reward map by a rule of the reader's own (<see cref="MapRule.Own"/>).</summary>
/// <param name="reward">
/// Regions with their scores, and the layout score; boxes in pixels of the map, perhaps over its border.
/// </param>
/// <param name="width">Width of the map in pixels.</param>
/// <param name="height">Height of the map in pixels.</param>
/// <returns>height · width finite weights, row by row, with whatever the layout does to them already done.</returns>
public delegate IReadOnlyList<float> MapPainter(DualReward reward, int width, int height);
