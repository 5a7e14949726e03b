namespace Srum.Endpoints;

/// <summary>A call that brought no reply.</summary>
/// <param name="reason">Why, a sentence without the key.</param>
/// <param name="kind">What follows from it.</param>
/// <param name="wait">How long the endpoint asks to wait; null = it does not say.</param>
internal sealed class EndpointFailure(string reason, FailureKind kind, TimeSpan? wait = null) : Exception(reason)
{
    /// <summary>What follows from it.</summary>
    public FailureKind Kind { get; } = kind;

    /// <summary>How long the endpoint asks to wait; null = it does not say.</summary>
    public TimeSpan? Wait { get; } = wait;
}
