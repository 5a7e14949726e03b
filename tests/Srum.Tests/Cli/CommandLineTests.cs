using Srum.Cli;

namespace Srum.Tests.Cli;

public class CommandLineTests
{
    [Theory]
    [InlineData("foo", "Unknown command 'foo'")]
    [InlineData("--foo", "foo")]
    [InlineData("run --foo", "Unknown option 'foo'")]
    [InlineData("draw x --steps 20", "Unknown option 'steps' of 'srum draw'; the nearest is --seed.")]
    [InlineData("draw -x", "srum draw -- '-x'")]
    [InlineData("audit score x.jsonl", "or one of the words own, scored, judges")]
    [InlineData("draw x --base y", "--base belongs to --model")]
    [InlineData("plan --base y", "--base belongs to --model")]
    [InlineData("plan --stage evaluate", "--stage must be rollout, judge, train, not 'evaluate'.")]
    [InlineData("run --recipe rules/groups --set rollout.pictures=4", "is 4; it must be at least the 8 pictures")]
    [InlineData("eval --benchmark shapes --set evaluation.bestOf=4", "evaluation.bestOf=4 does nothing")]
    [InlineData("judge --judge endpoint:a --set judge.name=b", "each name a judge: give one of them.")]
    [InlineData("draw", "PROMPT")]
    [InlineData("draw x --sampling-steps 1", "--sampling-steps must be between 2 and 1000, not 1.")]
    [InlineData("draw x --sampling-steps many", "--sampling-steps must be a number, not 'many'.")]
    [InlineData("draw x --seed=many", "--seed must be a number, not 'many'.")]
    [InlineData("draw x --count 0", "--count must be between 1 and 10000, not 0.")]
    [InlineData("run --set train.steps=0", "--set train.steps=0: The setting train.steps is 0; it must be at least 1.")]
    [InlineData("run --set train.stepz=3", "there is no setting train.stepz. The nearest is train.steps.")]
    [InlineData("run --set train.decay=best", "decay must be none, linear, cosine, not 'best'.")]
    [InlineData("run --set train.objective.lambda=1", "train.objective.lambda is a setting of weighted")]
    [InlineData("run --set train.steps", "say path=value")]
    [InlineData("run --recipe finest", "there is no such recipe")]
    [InlineData("run --trainings 0", "--trainings must be between 1 and 1000, not 0.")]
    [InlineData("run --set evaluation.guidances=1,1", "each once")]
    [InlineData("run --shard 1/2", "Unknown option 'shard'")]
    [InlineData("run --rollout-prompts 2", "What a recipe says is changed by --set")]
    [InlineData("ablate --recipe finest", "there is no such recipe")]
    [InlineData("train --recipe nowhere/mine.json", "nowhere/mine.json: there is no such recipe")]
    [InlineData("rollout --recipe published,verdict", "names several recipes")]
    [InlineData("judge --recipe ablation", "names several recipes")]
    [InlineData("train --shard 1/2", "Unknown option 'shard'")]
    [InlineData("judge --recipe sft", "learns from no rewards")]
    [InlineData("judge --recipe sft", "Next: srum train --run runs/round --recipe sft")]
    [InlineData("pretrain --start data/model --near-miss-steps 0", "--near-miss-steps must be between 1 and 10000000")]
    [InlineData("pretrain --start data/model --steps 500", "are those of a training from nothing")]
    [InlineData("pretrain --from-step 5", "--from-step belongs to --start")]
    [InlineData("pretrain --start data/model --from-step 5 --world wide", "do not belong to that")]
    [InlineData("pretrain --precision bf16", "--precision must be fp32 or mixed, not 'bf16'.")]
    [InlineData("rollout --shard 5/4", "--shard: '5/4' is no shard")]
    [InlineData("eval --shard 0/4", "--shard: '0/4' is no shard")]
    [InlineData("eval --name a/b", "--name must be letters, digits")]
    [InlineData("eval --name a-1-of-2", "not end like a shard")]
    [InlineData("eval --benchmark best --prompt-set x", "--benchmark must be t2i-compbench, t2i-reasonbench")]
    [InlineData("eval --benchmark wise", "--benchmark wise needs --prompt-set")]
    [InlineData("eval --benchmark wise --prompt-set x --judge truth", "--judge truth is for --benchmark shapes")]
    [InlineData("eval --benchmark geneval --prompt-set x --judge own", "GenEval is marked by a detector")]
    [InlineData("eval --judge own", "name it with --benchmark")]
    [InlineData("export", "Nothing to export")]
    [InlineData("export --model x", "--model needs --base")]
    [InlineData("audit scored", "FILE")]
    [InlineData("import --images x", "scored")]
    [InlineData("draw x --best-of 0", "--best-of must be between 1 and 1000, not 0.")]
    [InlineData("draw x --redraw 0", "--redraw must be between 1 and 1000, not 0.")]
    [InlineData("draw x --redraw 2 --best-of 2", "--best-of and --redraw both choose among several pictures")]
    [InlineData("draw x --best-of 2 --chosen-by sft", "--chosen-by sft learns from no rewards")]
    [InlineData("draw x --best-of 2 --chosen-by full", "--chosen-by full names several recipes")]
    [InlineData("draw x --precision fp8", "--precision must be fp32, bf16 or mixed, not 'fp8'.")]
    [InlineData("judge --judge own --set judge.by=truth", "each name a judge: give one of them.")]
    [InlineData("prompts --seed 3", "--seed says which new prompts")]
    [InlineData("eval --benchmark shapes --set judge.tries=2", "name it with --judge endpoint:NAME")]
    [InlineData("judge --prompt x", "give both PICTURE and --prompt")]
    [InlineData("judge --out x.png", "--out draws over one PICTURE")]
    [InlineData("judge x.png --prompt x --shard 1/2", "leave --shard out")]
    [InlineData("eval --benchmark shapes --name mine", "--name belongs to an evaluation without --benchmark")]
    [InlineData("draw x --chosen-by published", "give --best-of or --redraw")]
    [InlineData("export --run x --base y", "--base belongs to --model")]
    [InlineData("export --run x --shard-size 5", "--shard-size belongs to --model")]
    [InlineData("audit --judges x", "--judges is a file of endpoints")]
    [InlineData("audit judges own truth --judges x", "--judges is a file of endpoints")]
    [InlineData("notebooks check --stale --update", "--update is for notebooks that run")]
    [InlineData("notebooks check --stale --against x", "--against is for notebooks that run")]
    public void A_wrong_command_line_is_exit_code_2_and_says_what_is_wrong(string line, string message)
    {
        var errors = new StringWriter();

        Assert.Equal(2, CommandLine.Run(line.Split(' '), errors, CancellationToken.None));
        Assert.Contains(message, errors.ToString());
        Assert.Contains("--help", errors.ToString());
        Assert.DoesNotContain("   at ", errors.ToString());
    }

    [Theory]
    [InlineData("inspect nowhere.safetensors", "nowhere.safetensors")]
    [InlineData("ask nowhere.png what?", "nowhere.png")]
    [InlineData("draw x --model nowhere", "nowhere")]
    [InlineData("rollout --set rollout.promptSet=nowhere.txt", "nowhere.txt")]
    [InlineData("audit scored nowhere.jsonl", "nowhere.jsonl")]
    [InlineData("audit --prompt-set nowhere.json", "nowhere.json")]
    [InlineData("eval --benchmark wise --prompt-set nowhere.json", "nowhere.json")]
    [InlineData("import --scored nowhere.jsonl --images nowhere", "nowhere")]
    public void A_missing_input_is_exit_code_1_and_is_named_without_a_stack_trace(string line, string message)
    {
        var errors = new StringWriter();

        Assert.Equal(1, CommandLine.Run(line.Split(' '), errors, CancellationToken.None));
        Assert.Contains(message, errors.ToString());
        Assert.DoesNotContain("   at ", errors.ToString());
    }

    [Fact]
    public void After_a_stop_what_works_in_a_folder_of_its_own_goes_on() => Assert.Equal(
        ["run", "rollout", "judge", "train", "eval", "ablate", "audit judges", "import", "pretrain"],
        CommandTable.All.Where(entry => entry.GoesOn).Select(entry => entry.Name));

    [Fact]
    public void A_run_has_few_enough_flags_for_one_screen()
    {
        var flags = typeof(Srum.Cli.Commands.RunCommand.Flags).GetProperties()
            .Count(property => Attribute.IsDefined(property, typeof(Spectre.Console.Cli.CommandOptionAttribute)));
        Assert.InRange(flags, 1, 15);
    }

    [Fact]
    public void A_stack_trace_is_there_for_who_asks()
    {
        var errors = new StringWriter();

        CommandLine.Run(["inspect", "nowhere.safetensors", "--trace"], errors, CancellationToken.None);

        Assert.Contains("   at ", errors.ToString());
    }
}
