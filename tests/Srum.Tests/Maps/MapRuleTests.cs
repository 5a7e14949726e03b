using Srum.Maps;
using Srum.Training;

namespace Srum.Tests.Maps;

public sealed class MapRuleTests
{
    private static readonly MapRule Mine = MapRule.Signed with { Name = "mine" };

    [Fact]
    public void What_is_out_of_its_range_is_refused_by_name_before_a_training()
    {
        Refused("background", Mine with { Background = double.PositiveInfinity });
        Refused("regionOffset", Mine with { RegionOffset = double.NaN });
        Refused("regionScale", Mine with { RegionScale = double.NegativeInfinity });
        Refused("alphaOffset", Mine with { AlphaOffset = double.NaN });
        Refused("alphaScale", Mine with { AlphaScale = double.NaN });
        Refused("negativeCap", Mine with { NegativeCap = -1 });
        Refused("negativeCap", Mine with { NegativeCap = double.PositiveInfinity });
        Refused("negativeCap", Mine with { NegativeCap = double.NaN });
        Refused("overlap", Mine with { Overlap = (MapOverlap)9 });
        Refused("pooling", Mine with { Pooling = (MapPooling)9 });
        Refused("name", MapRule.Signed with { NegativeCap = 0.3 });

        static void Refused(string setting, MapRule rule) => Assert.Equal(
            "train.objective.map." + setting,
            Assert.Throws<SettingException>(() => Settings(rule).Validate()).Path);
    }

    [Fact]
    public void The_librarys_rules_and_ones_own_are_in_their_ranges()
    {
        MapRule[] rules =
        [
            .. MapRule.All, Mine, Mine with { NegativeCap = null }, Mine with { NegativeCap = 0 },
            MapRule.Own("painted", (_, _, _) => []),
        ];
        Assert.All(rules, rule => Settings(rule).Validate());
    }

    private static TrainSettings Settings(MapRule rule) => new() { Objective = new Weighted { Map = rule } };
}
