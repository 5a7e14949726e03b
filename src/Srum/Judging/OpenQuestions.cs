namespace Srum.Judging;

/// <summary>
/// Questions about a picture that got no reply at all, so that they are to be asked again another time.
/// </summary>
/// <param name="Count">How many.</param>
/// <param name="Reason">Why the last of them got none, a sentence.</param>
/// <param name="Ends">True where asking further pictures now is in vain: a spent budget, a refused key.</param>
public sealed record OpenQuestions(int Count, string Reason, bool Ends);
