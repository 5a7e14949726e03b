namespace Srum.Shapes;

/// <summary>Categories of prompts; they mirror those of T2I-CompBench.</summary>
public enum PromptCategory
{
    /// <summary>Colours bound to objects.</summary>
    Color,

    /// <summary>Shapes bound to objects.</summary>
    Shape,

    /// <summary>Solid or outline bound to objects (the world's texture).</summary>
    Fill,

    /// <summary>One object left of, right of, above or below another.</summary>
    Spatial,

    /// <summary>A number of objects of a kind.</summary>
    Numeracy,

    /// <summary>Several requirements at once.</summary>
    Complex,

    /// <summary>Wording that must be resolved before drawing.</summary>
    Reasoning,
}
