namespace Srum;

/// <summary>Numbers of a computation are NaN or infinite; the message names the tensor and the remedy.</summary>
public sealed class NotFiniteException : SrumException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">What is not finite, where, and what to do next.</param>
    public NotFiniteException(string message)
        : base(message)
    {
    }
}
