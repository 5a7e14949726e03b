namespace Srum.Notebooks.Checks;

/// <summary>
/// How closely a cell's outputs must agree with its golden file; cells say it in their metadata, <c>srum.compare</c>.
/// </summary>
internal enum Comparing
{
    /// <summary>
    /// Words exactly, numbers to 1e-3, pictures by what the oracle reads in them, or by their colours where it reads
    /// something else. What cells have that say nothing.
    /// </summary>
    Text,

    /// <summary>
    /// <c>shape</c>: words and pictures as above, whatever the numbers and an evaluator's verdicts. For what was
    /// trained, drawn or timed.
    /// </summary>
    Shape,

    /// <summary>
    /// <c>kinds</c>: the kinds of output and their MIME types. For words that depend on what came out.
    /// </summary>
    Kinds,
}
