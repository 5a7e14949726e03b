using Srum.Display;
using Srum.Judging;
using Srum.Models;
using Srum.Recipes;
using Srum.Regions;
using Srum.Rounds;

namespace Srum.Tests.Rounds;

/// <summary>Untrained rivals: the base, which shows the best of several pictures or the first that is liked.</summary>
public sealed class RivalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_picture_that_the_judge_likes_best_is_shown_and_the_plain_one_where_it_likes_all_alike()
    {
        using var toy = new ToyModel();
        var settings = toy.Settings.Draw with { Steps = 3, BatchSize = 4 };
        DrawRequest[] requests = [new("a red dog", 5), new("a blue dog", 6)];
        var drawn = new Choosing(place => place % 3 == 1 ? 1 : -1);
        var chosen = new ChoosingModel(toy, drawn, Best(3)).Draw(requests, settings);
        Assert.Equal(2, chosen.Count);
        Assert.Equal(drawn.Seen[1].Rgb, chosen[0].Picture.Rgb);
        Assert.Equal(drawn.Seen[4].Rgb, chosen[1].Picture.Rgb);
        var told = new ChoosingModel(toy, drawn, Best(3)).Choose(requests, settings);
        Assert.Equal([1.0, 1.0], told.Select(choice => choice.Score));
        Assert.Equal(
            chosen.Select(drawing => drawing.Picture.Rgb),
            toy.Draw([.. told.Select(choice => choice.Request)], settings).Select(drawing => drawing.Picture.Rgb));
        var plain = toy.Draw(requests, settings);
        foreach (var alike in (Choosing[])[new(_ => 0.5), new(_ => null)])
        {
            Assert.Equal(
                plain.Select(drawing => drawing.Picture.Rgb),
                new ChoosingModel(toy, alike, Best(3)).Draw(requests, settings).Select(drawing => drawing.Picture.Rgb));
        }

        Assert.NotEqual(toy.Identity, new ChoosingModel(toy, drawn, Best(3)).Identity);
        Assert.NotEqual(
            new ChoosingModel(toy, drawn, Best(2)).Identity, new ChoosingModel(toy, drawn, Best(3)).Identity);
    }

    [Fact]
    public void A_picture_is_drawn_again_until_the_judge_likes_it_and_else_the_best_is_shown()
    {
        using var toy = new ToyModel();
        var settings = toy.Settings.Draw with { Steps = 3, BatchSize = 4 };
        DrawRequest[] requests = [new("a red dog", 5), new("a blue dog", 6), new("a green dog", 7)];
        // The first is liked at once, the second at its second picture, the third never; a neutral 0 is no yes.
        var scores = new Queue<double?>([0.2, 0, -0.9, 0.1, -0.3, -0.5]);
        var judge = new Choosing(_ => scores.Dequeue());
        var chosen = new ChoosingModel(toy, judge, new(3, StopsAtYes: true)).Choose(requests, settings);
        Assert.Equal([1, 2, 3], chosen.Select(one => one.Drawing.Tries));
        Assert.Equal([0.2, 0.1, -0.3], chosen.Select(one => one.Score));
        Assert.Equal(
            [judge.Seen[0].Rgb, judge.Seen[3].Rgb, judge.Seen[4].Rgb], chosen.Select(one => one.Drawing.Picture.Rgb));
        // Of the same tries as the best of three is chosen from.
        var best = new ChoosingModel(toy, new Choosing(place => place % 3), Best(3)).Choose(requests, settings);
        var last = new ChoosingModel(toy, new Choosing(_ => -0.5), new(3, StopsAtYes: true));
        Assert.Equal([3, 3, 3], best.Select(one => one.Drawing.Tries));
        // Who is content asks for no further picture.
        var content = new Choosing(_ => 0.5);
        Assert.All(
            new ChoosingModel(toy, content, new(8, StopsAtYes: true)).Choose(requests, settings),
            one => Assert.Equal(1, one.Drawing.Tries));
        Assert.Equal(3, content.Seen.Count);
        Assert.Equal(requests, last.Choose(requests, settings).Select(one => one.Request));
        Assert.NotEqual(new ChoosingModel(toy, judge, Best(3)).Identity, last.Identity);
    }

    [Fact]
    public void Rivals_join_a_run_and_every_rewarded_system_is_held_against_them()
    {
        using var model = new ToyModel();
        var before = RoundChild.Run(folder, model, RoundChild.Two(With(model, null)), (_, _) => { });
        var result = RoundChild.Run(folder, model, RoundChild.Two(With(model, [2, 3])), (_, _) => { });
        Assert.Equal(
            ["base", "sft", "published", "best-of-2", "best-of-3"], result.Systems.Select(system => system.Name));
        Assert.Equal(
            before.Systems.Select(system => system.WholePrompt),
            result.Systems.Take(3).Select(system => system.WholePrompt));
        Assert.Equal(
            ["best-of-2−base", "best-of-3−base", "published−best-of-2", "published−best-of-3"],
            result.Comparisons.Select(pair => $"{pair.A}−{pair.B}")
                .Where(pair => pair.Contains("best", StringComparison.Ordinal)).Order());
        Assert.Equal(["sft", "published"], result.Trained.Select(system => system.Name));
        Assert.Contains("best-of-3", File.ReadAllText(Path.Combine(folder, "report.html")));
        Assert.Equal([null, null, null, 2.0, 3.0], result.Systems.Select(system => system.Tries));
    }

    [Fact]
    public void One_that_draws_again_joins_a_finished_run()
    {
        using var model = new ToyModel();
        var recipes = RoundChild.Two(With(model, null));
        RoundChild.Run(folder, model, recipes, (_, _) => { });
        IReadOnlyList<Recipe> again =
        [
            .. recipes.Select(recipe => recipe with { Evaluation = recipe.Evaluation with { Redraw = [2] } }),
        ];
        Assert.Equal("redraw-2", RoundChild.Run(folder, model, again, (_, _) => { }).Systems[^1].Name);
    }

    [Theory]
    [InlineData("best-of-2", 1)]
    [InlineData("redraw-3", 1)]
    [InlineData("best-of", 3)]
    public void A_recipe_that_records_would_take_for_a_rival_is_refused(string name, int trainings)
    {
        using var model = new ToyModel();
        var recipe = With(model, [2]) with { Name = name, Trainings = trainings };
        recipe = recipe with { Evaluation = recipe.Evaluation with { Redraw = [3] } };
        Assert.Contains("Rename the recipe", Assert.Throws<SrumException>(
            () => RoundChild.Run(folder, model, [recipe], (_, _) => { })).Message);
        Assert.False(Directory.Exists(Path.Combine(folder, "pictures", "base")));
    }

    [Fact]
    public void A_table_says_how_many_pictures_a_rival_draws()
    {
        using var model = new ToyModel();
        var recipes = RoundChild.Two(With(model, null));
        var result = RoundChild.Run(
            folder, model,
            [.. recipes.Select(recipe => recipe with
                { Evaluation = recipe.Evaluation with { BestOf = [3], Redraw = [2, 3] } })],
            (_, _) => { });
        Assert.Equal(["best-of-3", "redraw-2", "redraw-3"], result.Systems.Skip(3).Select(system => system.Name));
        var (all, two, three) = (result.Systems[3].Tries!, result.Systems[4].Tries!, result.Systems[5].Tries!);
        Assert.Equal(3, all);
        Assert.InRange(two.Value, 1.01, 2);
        Assert.InRange(three.Value, two.Value, 3);
        var table = new ExperimentTable(result).ToString();
        Assert.Contains("nothing, 3.0 drawn for each", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_learns_from_a_judge_there_is_none_to_choose()
    {
        using var model = new ToyModel();
        IReadOnlyList<Recipe> alone = [RoundChild.Two(With(model, [4]))[0]];
        IReadOnlyList<Recipe> again =
            [alone[0] with { Evaluation = alone[0].Evaluation with { BestOf = null, Redraw = [4] } }];
        foreach (var (recipes, name) in ((IReadOnlyList<Recipe>, string)[])
            [(alone, "evaluation.bestOf"), (again, "evaluation.redraw")])
        {
            var refused = Assert.Throws<SettingException>(
                () => RoundChild.Run(folder, model, recipes, (_, _) => { }));
            Assert.Equal(name, refused.Path);
        }
    }

    private static Recipe With(IUnifiedModel model, IReadOnlyList<int>? bestOf)
    {
        var recipe = RoundChild.Recipe(model);
        return recipe with { Evaluation = recipe.Evaluation with { BestOf = bestOf } };
    }

    private static Rival Best(int pictures) => new(pictures, StopsAtYes: false);

    private sealed class Choosing(Func<int, double?> score) : IJudge
    {
        public List<Srum.Imaging.Picture> Seen { get; } = [];

        public object Decisive => "choosing";

        public string Proposer => "none";

        public IReadOnlyList<JudgeRecord> Run(
            IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default)
        {
            Seen.AddRange(pictures.Select(picture => picture.Picture));
            return
            [
                .. pictures.Select((picture, i) => new JudgeRecord(
                    "", picture.Prompt, "", [], null, new SampleJudgement(score(i), null, null), 0, [])),
            ];
        }
    }
}
