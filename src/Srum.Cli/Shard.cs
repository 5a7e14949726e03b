using System.ComponentModel;
using System.Globalization;

namespace Srum.Cli;

/// <summary>Which part of the planned batches this process does: <c>i/n</c>, counted from 0.</summary>
[TypeConverter(typeof(ShardConverter))]
internal sealed record Shard(int Index, int Count)
{
    public static readonly Shard Whole = new(0, 1);
}

internal sealed class ShardConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        var parts = ((string)value).Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index < count
            ? new Shard(index, count)
            : throw new UsageException($"--shard must be i/n with 0 ≤ i < n (the first of four: 0/4), not '{value}'.");
    }
}
