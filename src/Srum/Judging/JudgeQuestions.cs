namespace Srum.Judging;

/// <summary>What a judge is asked about a picture.</summary>
[Flags]
public enum JudgeQuestions
{
    /// <summary>Each region: the local reward.</summary>
    Regions = 1,

    /// <summary>The layout: the global reward.</summary>
    Layout = 2,

    /// <summary>The whole picture: the paper's "sample reward" ablation.</summary>
    Sample = 4,

    /// <summary>Regions and layout: the method.</summary>
    Dual = Regions | Layout,

    /// <summary>Everything.</summary>
    All = Dual | Sample,
}
