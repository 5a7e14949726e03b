using Srum.Runs;

namespace Srum.Tests.Rounds;

/// <summary>An experiment is planned as it then goes: every stage has a number, from the first to the last.</summary>
public sealed class ExperimentPlanTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-plan-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void Stages_come_in_the_order_of_their_numbers(int rounds, bool scales)
    {
        var told = Told(rounds, scales);
        Assert.All(told, report => Assert.NotNull(report.Place));
        var numbers = told.Select(report => report.Place!.Number).ToArray();
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(Enumerable.Range(1, told[0].Place!.Count), numbers.Distinct());
        Assert.Empty(told[^1].Place!.Later);
        // What later stages have left is what they then do.
        var first = told[0].Place!.Later;
        foreach (var kind in Enum.GetValues<WorkKind>())
        {
            var stages = told.Where(report => report.Place!.Kind == kind && report.Place.Number > 1)
                .GroupBy(report => report.Place!.Number);
            Assert.Equal(stages.Sum(stage => stage.Last().Total), first.GetValueOrDefault(kind));
        }
    }

    [Fact]
    public void Of_a_finished_run_nothing_is_left()
    {
        Told(2, false);
        Assert.All(Told(2, false), report => Assert.Empty(report.Place!.Later));
    }

    private List<StageProgress> Told(int rounds, bool scales)
    {
        using var model = new ToyModel();
        var told = new List<StageProgress>();
        var recipe = RoundChild.Recipe(model) with { Trainings = 2 };
        recipe = recipe with { Evaluation = recipe.Evaluation with { Guidances = scales ? [1, 1.5] : null } };
        RoundChild.Run(folder, model, RoundChild.Rounds(recipe, rounds), told.Add);
        return told;
    }
}
