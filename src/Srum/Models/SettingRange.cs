
namespace Srum.Models;

/// <summary>Refuses a setting out of its range.</summary>
internal static class SettingRange
{
    public static void Require(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new SrumException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The setting {name} is {value}; it must lie between {least} and {most}."));
        }
    }
}
