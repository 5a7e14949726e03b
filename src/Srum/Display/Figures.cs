using System.Globalization;
using Srum.Evaluation;

namespace Srum.Display;

/// <summary>Figures as people read them, with a point, whatever the system's language.</summary>
public static class Figures
{
    /// <summary>What stands where nothing was measured, or too little for an interval.</summary>
    public const string None = "–";

    /// <summary>A rate in per cent with its 95 % interval: <c>53.1 ± 4.2 %</c>.</summary>
    public static string PerCent(Estimate? rate) =>
        rate is { HasInterval: true }
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * rate.Mean:0.0} ± {100 * rate.Margin:0.0} %") : None;

    /// <summary>A number with its 95 % interval: <c>0.913 ± 0.021</c>.</summary>
    public static string Number(Estimate? value) =>
        value is { HasInterval: true } ? string.Create(
            CultureInfo.InvariantCulture, $"{value.Mean:0.000;−0.000;0.000} ± {value.Margin:0.000}") : None;

    /// <summary>A difference with its sign and 95 % interval: <c>+0.021 ± 0.010</c>.</summary>
    public static string Change(Estimate? value) =>
        value is { HasInterval: true } ? string.Create(
            CultureInfo.InvariantCulture, $"{value.Mean:+0.000;−0.000;0.000} ± {value.Margin:0.000}") : None;

    /// <summary>A difference of rates in points with its sign and 95 % interval: <c>+5.6 ± 8.1 points</c>.</summary>
    public static string Points(Estimate? value) =>
        value is { HasInterval: true } ? string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * value.Mean:+0.0;−0.0;0.0} ± {100 * value.Margin:0.0} points") : None;

    /// <summary>A p value: <c>p = 0.012</c>, or <c>p &lt; .001</c> where three digits would read as nothing.</summary>
    public static string P(double p) => p < 0.001 ? "p < .001" : $"p = {PValue(p)}";

    /// <summary>The same without the letter: <c>0.012</c>, <c>&lt; .001</c>.</summary>
    public static string PValue(double p) => p < 0.001 ? "< .001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A count of bytes in binary units: <c>27.2 GiB</c>.</summary>
    public static string Bytes(double count)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        var unit = 0;
        for (; count >= 1024 && unit < units.Length - 1; unit++)
        {
            count /= 1024;
        }

        return $"{Html.Number(count, unit == 0 ? "0" : "0.0")} {units[unit]}";
    }

    /// <summary>A number above 0 as a power of ten: <c>1.10 · 10¹⁹</c>.</summary>
    public static string Power(double value)
    {
        var written = value.ToString("0.00e0", CultureInfo.InvariantCulture).Split('e');
        return $"{written[0]} · 10{string.Concat(written[1].Select(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']))}";
    }

    /// <summary>A large count with its thousands: <c>14.61 billion</c>.</summary>
    public static string Count(double count) =>
        count >= 1e9 ? string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.00} billion")
        : count >= 1e6 ? string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.00} million")
        : count.ToString("#,0", CultureInfo.InvariantCulture);
}
