using Srum.Imaging;
using Srum.Regions;

namespace Srum.Tests.Regions;

public sealed class RegionRecallTests
{
    private static readonly Box Left = new(0, 0, 0.4, 0.4);
    private static readonly Box Right = new(0.6, 0.6, 1, 1);

    [Fact]
    public void A_box_is_found_when_half_of_the_union_is_shared()
    {
        Assert.Equal(1, RegionRecall.Of([Left, Right], [Right, Left]));
        Assert.Equal(0.5, RegionRecall.Of([Left, Right], [new(0, 0, 0.4, 0.21)]));
        Assert.Equal(0, RegionRecall.Of([Left, Right], [new(0, 0, 0.4, 0.19)]));
        Assert.Equal(0, RegionRecall.Of([Left], []));
    }

    [Fact]
    public void One_found_box_stands_for_one_wanted_box()
    {
        Box[] twins = [Left, new(0, 0, 0.4, 0.35)];
        Assert.Equal(0.5, RegionRecall.Of(twins, [new(0, 0, 0.4, 0.38)]));
        Assert.Equal(1, RegionRecall.Of(twins, [Left, new(0, 0, 0.4, 0.38)]));
    }

    [Fact]
    public void Where_nothing_is_wanted_there_is_no_recall() => Assert.Null(RegionRecall.Of([], [Left]));
}
