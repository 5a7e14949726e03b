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

    /// <summary>Refuses a number below the least or above the most that it may be, and what is no number.</summary>
    /// <exception cref="SettingException">It is out of its range.</exception>
    public static void Require(string path, double value, double least, double most) => Require(
        value >= least && value <= most, path, value,
        string.Create(CultureInfo.InvariantCulture, $"between {least} and {most}"));
}
