namespace Srum.Endpoints;

/// <summary>
/// How an OpenAI-compatible chat endpoint is reached: one entry of the user's file (<see cref="EndpointFile"/>). Only
/// the model, the form of replies and their length decide what it says; the rest may change while a run goes on.
/// </summary>
public sealed record EndpointSettings
{
    /// <summary>
    /// The base address, up to the part before <c>/chat/completions</c>: <c>http://localhost:8000/v1</c>. It holds
    /// neither user names nor queries.
    /// </summary>
    public required Uri Address { get; init; }

    /// <summary>
    /// The model's name as the endpoint knows it. A reply of another model does not count, and a second one in a row
    /// ends the asking.
    /// </summary>
    public required string Model { get; init; }

    /// <summary>The environment variable that holds the key; null (default) = the endpoint asks for none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>
    /// Ask for replies of a JSON schema. Default true; an endpoint that refuses them is asked for the template's own
    /// text from then on.
    /// </summary>
    public bool Structured { get; init; } = true;

    /// <summary>Send temperature and seed. Default true; false for models that refuse to be told.</summary>
    public bool Sampling { get; init; } = true;

    /// <summary>Most questions under way at once. Default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Seconds until a call without a whole reply is given up. Default 120.</summary>
    public double Timeout { get; init; } = 120;

    /// <summary>
    /// Calls for a question before it stays open: failures that pass (429, 5xx, cut or late replies) are tried again,
    /// after a second first, then about twice as long each time with jitter, or as <c>Retry-After</c> says. Default 5.
    /// </summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Longest reply in tokens. Default 1,024, because the judge thinks first.</summary>
    public int MaxReplyTokens { get; init; } = 1024;

    /// <summary>Most bytes of a reply that are read. Default 4 MiB.</summary>
    public int MaxReplyBytes { get; init; } = 4 << 20;

    /// <summary>Most calls in one command, failed ones included; null (default) = no limit.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>
    /// Most tokens in one command, of questions and replies; null (default) = no limit. No call begins once they are
    /// spent, so that only those under way go beyond. A reply that states no tokens counts with its greatest length.
    /// </summary>
    public long? MaxTokens { get; init; }

    /// <summary>Checks every range.</summary>
    /// <param name="place">File and name of the entry, for messages.</param>
    /// <exception cref="SrumException">A setting is out of range.</exception>
    public void Validate(string place)
    {
        Require(
            Address.IsAbsoluteUri && Address.Scheme is "http" or "https" && Address.UserInfo.Length == 0
                && Address.Query.Length == 0 && Address.Fragment.Length == 0,
            "address must be http:// or https:// without a user name or query, up to before /chat/completions");
        Require(Model.Trim().Length > 0, "model must name the model as the endpoint knows it");
        // Whoever writes the key itself here must not find it in a message.
        Require(
            KeyVariable is null || (KeyVariable.Length is > 0 and < 60
                && KeyVariable.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')),
            "keyVariable must be the name of an environment variable, never the key itself");
        Require(Concurrency is >= 1 and <= 1000, "concurrency must be between 1 and 1000");
        Require(Timeout is > 0 and <= 86_400, "timeout must be between 0 and 86400 seconds");
        Require(Attempts is >= 1 and <= 100, "attempts must be between 1 and 100");
        Require(MaxReplyTokens is >= 1 and <= 1_000_000, "maxReplyTokens must be between 1 and 1000000");
        Require(MaxReplyBytes is >= 1024 and <= 1 << 30, "maxReplyBytes must be between 1024 and 1073741824");
        Require(MaxCalls is null or >= 1, "maxCalls must be at least 1");
        Require(MaxTokens is null or >= 1, "maxTokens must be at least 1");

        void Require(bool holds, string rule)
        {
            if (!holds)
            {
                throw new SrumException($"{place}: {rule}.");
            }
        }
    }
}
