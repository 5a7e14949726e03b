using Srum.Notebooks;

namespace Srum.Tests.Notebooks;

public class ExerciseSolutionTests
{
    private const string Exercises = """
        **Exercises.**
        1. What is two?
        2. What is `three`?
        3. And why?

        <details><summary>Solutions</summary>

        """;

    [Fact]
    public void Solutions_are_the_code_behind_the_fold_with_the_number_of_their_exercise()
    {
        var notebook = Lesson("""

            1. It is:

               ```csharp
               var two = 2;

               two > 1
               ```

            2. See `three`:

               ```
               srum run
               ```

               ```csharp
               var three = 3;
               ```

               And then:

               ```csharp
               three
               ```

            3. Because.

            </details>
            """);

        Assert.Equal(
            [
                new ExerciseSolution(2, 1, "var two = 2;\n\ntwo > 1"),
                new ExerciseSolution(2, 2, "var three = 3;"),
                new ExerciseSolution(2, 2, "three"),
            ],
            ExerciseSolution.Of(notebook));
        Assert.Equal([1, 2, 3], ExerciseSolution.Numbers(notebook.Cells[1]));
        Assert.Equal([1, 2, 3], ExerciseSolution.Exercises(notebook.Cells[1]));
    }

    [Fact]
    public void Code_before_the_fold_is_no_solution() =>
        Assert.Empty(ExerciseSolution.Of(SmallNotebook.Of(SmallNotebook.Prose(
            "```csharp\nvar model = 1;\n```\n\n1. Look.\n\n   ```csharp\n   2\n   ```"))));

    [Fact]
    public async Task Solutions_run_after_all_cells_in_the_same_session_and_in_their_order()
    {
        var run = await Run("""

            1. ```csharp
               var two = one + 1;
               two == 2
               ```

            2. ```csharp
               if (two + late != 5) { throw new Exception("another session"); }
               ```

            </details>
            """);

        Assert.Null(run.Problem);
        Assert.Equal([1, 3], run.Results.Keys.Order());
    }

    [Fact]
    public async Task A_solution_that_throws_is_named() =>
        Assert.Equal(
            "small, cell 2, solution of exercise 2: no three",
            (await Run(Solving("throw new InvalidOperationException(\"no three\");"))).Problem);

    [Fact]
    public async Task A_solution_that_does_not_compile_is_named() =>
        Assert.StartsWith(
            "small, cell 2, solution of exercise 2: compilation error: (1,1): error CS0103",
            (await Run(Solving("nowhere"))).Problem);

    [Fact]
    public async Task A_solution_that_denies_its_claim_is_named() =>
        Assert.StartsWith(
            "small, cell 2, solution of exercise 2: its last line, which says whether what it claims holds, shows "
                + "False.",
            (await Run(Solving("display(\"so it is\");\none == 2"))).Problem);

    [Theory]
    [InlineData("display(false);")]
    [InlineData("\"False\" + 1")]
    [InlineData("one == 1")]
    public async Task What_is_shown_on_the_way_and_other_words_deny_nothing(string code) =>
        Assert.Null((await Run(Solving(code))).Problem);

    [Fact]
    public async Task Without_being_asked_for_no_solution_runs() =>
        Assert.Null((await Run(Solving("nowhere"), new RunSettings())).Problem);

    private static string Solving(string code) =>
        $"\n1. ```csharp\n   one\n   ```\n\n2. ```csharp\n   {code.Replace("\n", "\n   ", StringComparison.Ordinal)}"
            + "\n   ```\n\n</details>";

    private static Notebook Lesson(string solutions) => SmallNotebook.Of(
        SmallNotebook.Code("var one = 1;"), SmallNotebook.Prose(Exercises + solutions),
        SmallNotebook.Code("var late = 3;"));

    private static Task<NotebookRun> Run(string solutions, RunSettings? settings = null) => NotebookRun.Execute(
        Lesson(solutions), settings ?? new RunSettings { Solutions = true }, TestContext.Current.CancellationToken);
}
