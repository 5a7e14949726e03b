using Srum.Cli;

namespace Srum.Tests.Cli;

public class CommandLineTests
{
    [Theory]
    [InlineData("foo", "Unknown command 'foo'")]
    [InlineData("--foo", "foo")]
    [InlineData("run --foo", "Unknown option 'foo'")]
    [InlineData("draw", "PROMPT")]
    [InlineData("draw x --sampling-steps 1", "--sampling-steps must be between 2 and 1000, not 1.")]
    [InlineData("draw x --sampling-steps many", "--sampling-steps must be a number, not 'many'.")]
    [InlineData("draw x --seed=many", "--seed must be a number, not 'many'.")]
    [InlineData("draw x --count 0", "--count must be between 1 and 10000, not 0.")]
    [InlineData("run --steps 0", "--steps must be at least 1, not 0.")]
    [InlineData("run --rule best", "--rule must be published, signed, dense, not 'best'.")]
    [InlineData("run --reward best", "--reward must be Dual, Sparse, LocalOnly, GlobalOnly, Sample, not 'best'.")]
    [InlineData("run --picture-reward best", "--picture-reward must be None, Mean, Rank, Standard, not 'best'.")]
    [InlineData("run --decay best", "--decay must be None, Linear, Cosine, not 'best'.")]
    [InlineData("run --reflected --lambda 0.5", "The reflected loss has no constraint")]
    [InlineData("run --lambda 0.5", "or take --recipe published")]
    [InlineData("run --recipe best", "--recipe must be Verdict, Published, Full, not 'best'.")]
    [InlineData("run --beside sft,best", "--beside: 'best' is no setting of an ablation")]
    [InlineData("run --guidances 1,x", "--guidances must be numbers between 0 and 100")]
    [InlineData("run --guidances 1,1", "each once")]
    [InlineData("run --choose-on x.txt", "name them with --guidances")]
    [InlineData("pretrain --start data/model --near-miss-steps 0", "nothing would be trained")]
    [InlineData("pretrain --start data/model --steps 500", "are the first one's")]
    [InlineData("ablate --guidances 1;2", "--guidances must be numbers")]
    [InlineData("run --rounds 0", "--rounds must be between 1 and 1000, not 0.")]
    [InlineData("ablate --reflected", "name what is compared with --settings")]
    [InlineData("rollout --shard 5/4", "--shard: '5/4' is no shard")]
    [InlineData("eval --shard 0/4", "--shard: '0/4' is no shard")]
    [InlineData("eval --name a/b", "--name must be letters, digits")]
    [InlineData("eval --name a-1-of-2", "not end like a shard")]
    [InlineData("eval --benchmark best --prompts x", "--benchmark must be t2i-compbench, t2i-reasonbench")]
    [InlineData("eval --benchmark wise", "--benchmark wise needs --prompts")]
    [InlineData("eval --benchmark wise --prompts x --judge truth", "--judge truth is for --benchmark shapes")]
    [InlineData("eval --benchmark geneval --prompts x --judge own", "GenEval is marked by a detector")]
    [InlineData("eval --judge own", "name it with --benchmark")]
    [InlineData("export --to elsewhere", "--to must be upstream, not 'elsewhere'.")]
    [InlineData("export", "Nothing to export")]
    [InlineData("export --model x", "--model needs --base")]
    [InlineData("audit scored", "FILE")]
    [InlineData("import --images x", "scored")]
    [InlineData("draw x --precision fp8", "--precision must be fp32, bf16 or mixed, not 'fp8'.")]
    [InlineData("ablate --settings best", "--settings: 'best' is no setting of an ablation")]
    [InlineData("ablate --settings sft,srum,sft", "'sft' is no setting of an ablation, or is named twice")]
    [InlineData("ablate --rule dense", "name what is compared with --settings")]
    [InlineData("judge --prompt x", "give both PICTURE and --prompt")]
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
    [InlineData("run --prompts nowhere.txt", "nowhere.txt")]
    [InlineData("audit scored nowhere.jsonl", "nowhere.jsonl")]
    [InlineData("audit --on nowhere.json", "nowhere.json")]
    [InlineData("eval --benchmark wise --prompts nowhere.json", "nowhere.json")]
    [InlineData("import --scored nowhere.jsonl --images nowhere", "nowhere")]
    public void A_missing_input_is_exit_code_1_and_is_named_without_a_stack_trace(string line, string message)
    {
        var errors = new StringWriter();

        Assert.Equal(1, CommandLine.Run(line.Split(' '), errors, CancellationToken.None));
        Assert.Contains(message, errors.ToString());
        Assert.DoesNotContain("   at ", errors.ToString());
    }

    [Fact]
    public void A_stack_trace_is_there_for_who_asks()
    {
        var errors = new StringWriter();

        CommandLine.Run(["inspect", "nowhere.safetensors", "--trace"], errors, CancellationToken.None);

        Assert.Contains("   at ", errors.ToString());
    }
}
