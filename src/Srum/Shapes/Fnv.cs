namespace Srum.Shapes;

/// <summary>FNV-1a over a text's UTF-16 units: unlike the runtime's string hash it never changes.</summary>
internal static class Fnv
{
    /// <summary>One of a number of buckets, each as likely.</summary>
    public static int Bucket(string text, int buckets)
    {
        var hash = text.Aggregate(2166136261u, (current, character) => (current ^ character) * 16777619u);
        return (int)((hash >> 8) % (uint)buckets);
    }
}
