namespace Srum.Judging;

/// <summary>
/// A model behind an OpenAI-compatible chat endpoint judges: another's opinion in the place of the model's own, with
/// the library's wording. How the endpoint is reached stands in a file of the user's, apart from recipes.
/// </summary>
public sealed record EndpointJudgeSettings : JudgeSettings
{
    /// <summary>Name of the endpoint in <see cref="File"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The file of endpoints. Default <c>judges.json</c> where one works.</summary>
    public string File { get; init; } = "judges.json";

    /// <summary>
    /// How often a question is asked before scores that its replies do not give count as unanswered. Default 3, as for
    /// the model's own judgement. Calls that bring no reply at all are no tries.
    /// </summary>
    public int Tries { get; init; } = 3;

    /// <summary>Temperature of the tries after the first, which is at 0. Default 0.7.</summary>
    public double RetryTemperature { get; init; } = 0.7;

    /// <summary>Compare each named object with the prompt's keywords (paper). Default true.</summary>
    public bool CheckKeywords { get; init; } = true;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        SettingException.Require(
            Name.Length > 0, "judge.name", "empty", "the name of an endpoint in the file of judge.file");
        SettingException.Require(File.Length > 0, "judge.file", "empty", "a file of endpoints");
        SettingException.Require(Tries >= 1, "judge.tries", Tries, "at least 1");
        SettingException.Require("judge.retryTemperature", RetryTemperature, 0, 2);
    }
}
