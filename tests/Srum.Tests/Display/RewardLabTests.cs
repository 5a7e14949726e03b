using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Jint;
using Srum.Audits;
using Srum.Display;
using Srum.Imaging;
using Srum.Maps;
using Srum.Models;

namespace Srum.Tests.Display;

public class RewardLabTests
{
    private const string Hostile = "</script><script>alert(1)</script><!-- ' \" \u2028";

    private static readonly Gen<MapRule> Rules = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 10], Gen.Int[0, 10], Gen.Int[0, 10]).Select((rule, floor, gain, alpha) =>
        MapRule.All[rule] with { Background =
            floor / 10.0, RegionScale = gain / 10.0, AlphaScale = alpha / 10.0, AlphaOffset = 1 - (alpha / 10.0) });

    private static readonly Gen<CheckedPicture> Pictures = Gen.Select(
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[1, 6], Gen.Int[1, 6]),
        Gen.Select(
            Gen.Int[-2, 9], Gen.Int[-2, 9], Gen.Int[1, 8], Gen.Int[1, 8], Gen.Int[-10, 10], Gen.Bool).Array[0, 5],
        Gen.Int[-11, 10]).Select((size, regions, layout) => new CheckedPicture(
            "a red circle",
            new Picture(size.Item1, size.Item2, new byte[3 * size.Item1 * size.Item2]),
            new DualReward(
                [
                    .. regions.Select(
                        r => new ScoredRegion(
                            new PixelBox(r.Item1, r.Item2, r.Item1 + r.Item3, r.Item2 + r.Item4), r.Item5 / 10.0)),
                ],
                layout < -10 ? null : layout / 10.0),
            [.. regions.Select(r => r.Item6)],
            new TokenGrid(size.Item3, size.Item4)));

    [Fact]
    public void The_pages_arithmetic_is_the_librarys()
    {
        using var engine = new Engine();
        engine.Execute(Script(new RewardLab([])));
        engine.Execute("function run(data, count, lambda) { var d = JSON.parse(data), p = d.pictures[0], w = "
            + "rewardLab.tokens(d.rules[0], p, count); return JSON.stringify([w].concat(rewardLab.balance(w, p, "
            + "lambda))); }");
        Gen.Select(Rules, Pictures, Gen.Int[0, 5], Gen.Int[0, 15]).Sample(
            (rule, picture, count, lambda) =>
            {
                var said = JsonSerializer.Deserialize<double[][]>(
                    engine.Invoke("run", new RewardLab([picture], [rule]).Data(), count, lambda / 10.0).AsString())!;
                var balance = WeightBalance.Of(picture, rule, lambda / 10.0, count);
                Assert.Equal(
                    picture.Weights(rule, count).Select(weight => (double)weight), said[0],
                    (a, b) => Math.Abs(a - b) < 1e-6);
                foreach (var (part, got) in ((PartWeight[])[balance.Right, balance.Wrong, balance.Elsewhere])
                    .Zip(said.Skip(1)))
                {
                    Assert.Equal(part.Tokens, got[0], 1e-5);
                    Assert.Equal(part.Total, got[1], 1e-5);
                }
            },
            iter: 300, threads: 1);
    }

    [Fact]
    public void The_pages_colours_have_the_librarys_scale()
    {
        using var engine = new Engine();
        engine.Execute(Script(new RewardLab([])));
        engine.Execute("function place(maps, weight) { return rewardLab.scale(JSON.parse(maps))(weight); }");
        foreach (var maps in (float[][][])[[[0, 0.5f], [1, 0.25f]], [[0.5f], [2]], [[0.5f], [-0.25f, 3]]])
        {
            var scale = HeatScale.Of([.. maps.Select(map => RewardOverlay.Grid(map, 1, map.Length))]);
            foreach (double weight in maps.SelectMany(map => map))
            {
                Assert.Equal(
                    scale.Place(weight),
                    engine.Invoke("place", JsonSerializer.Serialize(maps), weight).AsNumber(), 1e-9);
            }
        }
    }

    [Fact]
    public void Without_a_script_a_colour_is_the_same_weight_in_every_picture()
    {
        var rule = MapRule.Own("own", (reward, width, height) =>
            [.. Enumerable.Repeat(reward.Layout is null ? 2f : 1f, width * height)]);
        var (one, two) = (Example("a red circle"), Example("a blue square"));
        two = two with { Reward = two.Reward with { Layout = null } };
        var map = RewardOverlay.Grid(one.Weights(rule), one.Tokens.Rows, one.Tokens.Columns);

        Assert.Contains(
            Html.DataUri(new HeatScale(0, 2).Paint(map)), new RewardLab([one, two], [rule]).ToHtml());
    }

    [Fact]
    public void A_rule_of_ones_own_is_shown_as_it_paints()
    {
        var rule = MapRule.Own(
            "own", (reward, width, height) => [.. Enumerable.Range(0, width * height).Select(at => at / 100f)]);
        using var engine = new Engine();
        engine.Execute(Script(new RewardLab([])));
        engine.SetValue("data", new RewardLab([Example("a red circle")], [rule]).Data());

        var weights = engine
            .Evaluate("JSON.stringify(rewardLab.tokens(JSON.parse(data).rules[0], JSON.parse(data).pictures[0], 0))")
            .AsString();
        Assert.Equal(
            Example("a red circle").Weights(rule).Select(weight => (double)weight),
            JsonSerializer.Deserialize<double[]>(weights)!, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_hostile_prompt_stays_text()
    {
        var html = new RewardLab([Example(Hostile)]).ToHtml();

        Assert.Equal(2, html.Split("</script>").Length - 1);
        Assert.Equal(2, Regex.Count(html, "<script"));
        Assert.DoesNotContain("<!--", html);
    }

    [Fact]
    public void Without_a_script_the_page_shows_the_first_rule_and_a_link()
    {
        var picture = Example("a red circle");
        var html = Regex.Replace(
            new RewardLab([picture]) { Link = "lab.html" }.ToHtml(), "<script.*?</script>", "",
            RegexOptions.Singleline);
        var balance = WeightBalance.Of(picture, MapRule.Published, 0.5);

        Assert.Contains(Html.Number(balance.Wrong.Mean!.Value, "0.000"), html);
        Assert.Contains("<a href=\"lab.html\">", html);
        Assert.Contains("<svg", html);
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        var page = new RewardLab([Example("a red circle")]).ToPage();

        Assert.DoesNotContain("src=\"http", page);
        Assert.DoesNotContain("<link", page);
        Assert.DoesNotContain("fetch(", page);
    }

    internal static CheckedPicture Example(string prompt)
    {
        var rgb = new byte[16 * 16 * 3];
        Array.Fill(rgb, (byte)200);
        return new CheckedPicture(
            prompt, new Picture(16, 16, rgb),
            new DualReward([new(new PixelBox(1, 1, 7, 7), 0.9), new(new PixelBox(6, 8, 15, 15), -0.8)], 0.4),
            [true, false], new TokenGrid(4, 4));
    }

    private static string Script(RewardLab lab) =>
        Regex.Match(lab.ToHtml(), "<script>(.*)</script>", RegexOptions.Singleline).Groups[1].Value;
}
