namespace Srum.Runs;

/// <summary>What takes a run's time: items of one kind take about as long wherever they come.</summary>
public enum WorkKind
{
    /// <summary>Pictures are drawn, to train on or to evaluate.</summary>
    Draw,

    /// <summary>Pictures are judged.</summary>
    Judge,

    /// <summary>Steps are trained.</summary>
    Train,
}
