using System.Text.Json;

namespace Srum.Tests.Fixtures;

/// <summary>
/// How far values may be off: each by at most Absolute + Relative · |want|; and where given, on average by at most
/// Mean, and at most the share ShareOff of them at all.
/// </summary>
internal sealed record FixtureTolerance(
    double Absolute, double Relative = 0, double? Mean = null, double? ShareOff = null)
{
    public static readonly FixtureTolerance Exact = new(0);

    /// <summary>
    /// Reads a tolerance from a case: a number (absolute), <c>{abs, rel}</c> or <c>{max, mean}</c>.
    /// </summary>
    public static FixtureTolerance From(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number)
        {
            return new(json.GetDouble());
        }

        return new(Field("abs") ?? Field("max") ?? 0, Field("rel") ?? 0, Field("mean"));

        double? Field(string name) => json.TryGetProperty(name, out var value) ? value.GetDouble() : null;
    }

    /// <summary>The tolerance of pictures: <c>u8</c> and <c>u8_share_off</c>.</summary>
    public static FixtureTolerance OfBytes(JsonElement json) =>
        new(json.GetProperty("u8").GetDouble(), ShareOff: json.GetProperty("u8_share_off").GetDouble());

    public double Of(double want) => Absolute + (Relative * Math.Abs(want));

    /// <summary>A wrong value that must be noticed: ten tolerances off, one where nothing may be off.</summary>
    public double Disturb(double want) =>
        double.IsFinite(want) ? want + Math.Max(10 * Of(want), Of(want) == 0 ? 1 : 0) : 0;

    public bool Agree(double got, double want) =>
        got.Equals(want) || (double.IsFinite(got) && double.IsFinite(want) && Math.Abs(got - want) <= Of(want));
}
