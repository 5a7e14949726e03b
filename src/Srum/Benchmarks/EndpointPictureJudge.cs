using Srum.Endpoints;
using Srum.Models;

namespace Srum.Benchmarks;

/// <summary>
/// An endpoint answers a benchmark's questions, in the benchmark's own wording. Why a question got no answer,
/// <see cref="Endpoint.LastFault"/> says.
/// </summary>
/// <param name="endpoint">Answers.</param>
public sealed class EndpointPictureJudge(Endpoint endpoint) : IPictureJudge
{
    /// <inheritdoc/>
    public string Name => $"endpoint {endpoint.Name} ({endpoint.Settings.Model}, {endpoint.Settings.MaxReplyTokens} "
        + $"tokens{(endpoint.Settings.Sampling ? "" : ", own sampling")})";

    /// <inheritdoc/>
    public IReadOnlyList<string?> Answer(IReadOnlyList<Question> questions, CancellationToken cancel = default) =>
    [
        .. Task.Run(() => Task.WhenAll(
                questions.Select(question => endpoint.Ask(question, temperature: 0, form: null, cancel))), cancel)
            .GetAwaiter().GetResult().Select(reply => reply.Text),
    ];
}
