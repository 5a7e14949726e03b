namespace Srum;

/// <summary>
/// A failure that a person can mend: the message names the input, what was expected and the remedy.
/// The command line prints the message alone (exit code 1), without a stack trace.
/// </summary>
public class SrumException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">What was expected, what was found, where, and what to do next.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    public SrumException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
