using Srum.Display;

namespace Srum.Pretraining;

/// <summary>What the losses of a pretraining look like.</summary>
public static class PretrainCurves
{
    /// <summary>
    /// The joint trainings, one after the other: each point is the mean of a loss over a stretch of steps.
    /// </summary>
    /// <param name="reports">
    /// The reports of a training in any order; the autoencoder's, whose loss is on another scale, are passed over.
    /// </param>
    /// <param name="stretch">Steps a point, at least 1. Default 100.</param>
    public static Chart Of(IEnumerable<PretrainReport> reports, int stretch = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stretch, 1);
        var joint = reports.Where(report => report.Stage != Pretrainer.Autoencoder).ToArray();
        // The second training stands after the first, where there was one.
        var first = joint.Where(report => report.Stage == Pretrainer.Joint)
            .Select(report => report.Steps)
            .DefaultIfEmpty()
            .Max();
        var points =
            from report in joint
            from loss in report.Losses
            group loss.Value by (Name: loss.Key, At: (report.Stage == Pretrainer.Joint ? 0 : first)
                + ((report.Step - 1) / stretch * stretch) + (stretch / 2.0)) into values
            orderby values.Key.At
            group (values.Key.At, Mean: values.Average()) by values.Key.Name;
        return new Chart
        {
            Title = "Losses of pretraining",
            XLabel = "step",
            YLabel = "loss, or share right",
            YLeast = 0,
            Series = [
                .. points.OrderBy(curve => curve.Key, StringComparer.Ordinal).Select(
                    curve => new ChartSeries(
                        curve.Key, [.. curve.Select(point => point.At)], [.. curve.Select(point => point.Mean)])),
            ],
        };
    }
}
