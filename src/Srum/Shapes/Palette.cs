namespace Srum.Shapes;

/// <summary>The world's colours, red, green, blue in [0, 255].</summary>
internal static class Palette
{
    public static readonly IReadOnlyList<Background> Backgrounds = Enum.GetValues<Background>();

    public static (double R, double G, double B) Of(ObjectColour colour) => colour switch
    {
        ObjectColour.Red => (220, 40, 40),
        ObjectColour.Green => (40, 170, 60),
        ObjectColour.Blue => (50, 80, 225),
        ObjectColour.Yellow => (240, 210, 40),
        ObjectColour.Purple => (150, 60, 190),
        ObjectColour.Orange => (240, 130, 30),
        ObjectColour.Cyan => (40, 200, 220),
        _ => (250, 140, 190),
    };

    public static (double R, double G, double B) Of(Background background) => background switch
    {
        Background.White => (245, 245, 245),
        Background.Black => (15, 15, 15),
        _ => (128, 128, 128),
    };
}
