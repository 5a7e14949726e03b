using Srum.Judging;

namespace Srum.Endpoints;

/// <summary>
/// The endpoints that a command uses, each opened once, so that all its stages share one budget and one limit.
/// </summary>
/// <param name="time">The clock of retries and timeouts; null = the system's.</param>
/// <param name="variable">Reads an environment variable; null = this process's.</param>
/// <param name="transport">Carries requests; null = the network.</param>
public sealed class EndpointBook(
    TimeProvider? time = null, Func<string, string?>? variable = null, HttpMessageHandler? transport = null)
{
    private readonly Dictionary<(string File, string Name), Endpoint> open = [];

    /// <summary>The endpoint that settings name.</summary>
    /// <exception cref="SrumException">
    /// The file is missing or wrong, has no such name, or the key is missing.
    /// </exception>
    public Endpoint Open(EndpointJudgeSettings settings)
    {
        var id = (Path.GetFullPath(settings.File), settings.Name);
        if (!open.TryGetValue(id, out var endpoint))
        {
            var read = EndpointFile.Read(settings.File, settings.Name);
            endpoint = new Endpoint(
                settings.Name, settings.File, read, Key(settings, read), time ?? TimeProvider.System, transport);
            open[id] = endpoint;
        }

        return endpoint;
    }

    /// <summary>
    /// Opens the endpoints among judges, so that what is wrong with one is said before anything is computed.
    /// </summary>
    /// <param name="judges">Judges of any kind.</param>
    /// <returns>This book.</returns>
    /// <inheritdoc cref="Open"/>
    public EndpointBook With(params IEnumerable<JudgeSettings> judges)
    {
        foreach (var settings in judges.OfType<EndpointJudgeSettings>())
        {
            Open(settings);
        }

        return this;
    }

    // Neither the key nor, should somebody have written it there, the variable's name may show in a message.
    private string? Key(EndpointJudgeSettings settings, EndpointSettings read)
    {
        if (read.KeyVariable is null)
        {
            return null;
        }

        var key = (variable ?? Environment.GetEnvironmentVariable)(read.KeyVariable)?.Trim();
        return string.IsNullOrEmpty(key)
            ? throw new SrumException(
                $"{settings.File}, endpoint '{settings.Name}': the environment variable that keyVariable names is not "
                + "set. Set it to the key, or leave keyVariable out where none is needed.")
            : key.All(letter => letter is > ' ' and < '\x7f') ? key
            : throw new SrumException(
                $"{settings.File}, endpoint '{settings.Name}': the key in the environment holds a space, a line end or "
                + "a letter that no key has. Set the variable anew.");
    }
}
