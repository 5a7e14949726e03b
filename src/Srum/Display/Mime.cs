namespace Srum.Display;

internal static class Mime
{
    public const string Html = "text/html";
    public const string Png = "image/png";
}
