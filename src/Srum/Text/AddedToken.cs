namespace Srum.Text;

/// <summary>A token that is cut out of the text before anything else, such as <c>&lt;|im_start|&gt;</c>.</summary>
/// <param name="Text">The token as it stands in the text.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsSpecial">Whether decoding without special tokens leaves it out.</param>
public sealed record AddedToken(string Text, int Id, bool IsSpecial);
