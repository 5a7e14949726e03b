using System.Globalization;

namespace Srum;

/// <summary>A setting is out of its range; the message names the setting, what it is and what it must be.</summary>
public sealed class SettingException : SrumException
{
    private SettingException(string path, object? value, string range)
        : base(string.Create(CultureInfo.InvariantCulture, $"The setting {path} is {value}; it must be {range}.")) =>
        Path = path;

    /// <summary>The setting's place in a recipe, <c>train.steps</c> say.</summary>
    public string Path { get; }

    /// <summary>Refuses a setting that does not hold.</summary>
    /// <exception cref="SettingException">It does not hold.</exception>
    public static void Require(bool holds, string path, object? value, string range)
    {
        if (!holds)
        {
            throw new SettingException(path, value, range);
        }
    }
}
