using Srum.Models;

namespace Srum.Tests.Models;

public sealed class CacheColumnsTests
{
    [Theory]
    [InlineData(0, 10, 74)]
    [InlineData(64, 1, 129)]
    [InlineData(100, 1, 200)]
    [InlineData(100, 300, 464)]
    public void A_cache_doubles_or_takes_what_is_needed_with_room_to_spare(long used, long added, long columns) =>
        Assert.Equal(columns, CacheColumns.Grown(used, added));
}
