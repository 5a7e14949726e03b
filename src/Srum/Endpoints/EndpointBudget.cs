namespace Srum.Endpoints;

/// <summary>Counts calls and tokens against what one command may spend. Safe for several threads.</summary>
/// <param name="name">The endpoint's name.</param>
/// <param name="file">The file that states the budget.</param>
/// <param name="settings">States it.</param>
internal sealed class EndpointBudget(string name, string file, EndpointSettings settings)
{
    private readonly Lock gate = new();
    private long calls;
    private long tokens;

    /// <summary>Begins a call.</summary>
    /// <exception cref="EndpointFailure">The budget is spent.</exception>
    public void TakeCall()
    {
        lock (gate)
        {
            if (calls >= settings.MaxCalls)
            {
                throw Spent($"{settings.MaxCalls} calls", "maxCalls");
            }

            if (tokens >= settings.MaxTokens)
            {
                throw Spent($"{settings.MaxTokens} tokens", "maxTokens");
            }

            calls++;
        }
    }

    /// <summary>Counts tokens of a reply; null = the endpoint did not state them.</summary>
    public void Spend(long? used)
    {
        lock (gate)
        {
            tokens += used ?? settings.MaxReplyTokens;
        }
    }

    private EndpointFailure Spent(string what, string setting) => new(
        $"The budget of {what} a command ({setting} of endpoint '{name}' in {file}) is spent.", FailureKind.Ends);
}
