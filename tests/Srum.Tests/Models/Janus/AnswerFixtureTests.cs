using Srum.Models.Janus;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>Greedy answers to questions, alone and in a batch.</summary>
[Trait("Category", "Fixtures")]
public sealed class AnswerFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => JanusFixture.Cases("understand");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => JanusFixture.Run("understand", name, (parts, it, check) =>
    {
        using var outside = no_grad();
        check.Json("system_prompt", ConversationFormat.SystemPrompt);
        var batch = QuestionInputs.Check(parts, it, check);
        var (end, pad, most) = (
            it["end_token_id"].GetInt32(), it["pad_token_id"].GetInt32(), it["max_new_tokens"].GetInt32());
        var logits = new List<Tensor>();
        using var contexts = Contexts.Read(
            parts, batch, (into, _) => check.Tensor("out.embeds", JanusFixture.Masked(into, batch)));
        var answers = TextDecoding.Write(parts, contexts, most, endToken: end, observe: (open, asked) =>
        {
            var all = zeros(batch.Lengths.Count, asked.shape[1]);
            all[tensor([.. open.Select(row => (long)row)])] = asked;
            logits.Add(all.MoveToOuterDisposeScope());
        });
        var steps = logits.Count;
        check.Tensor("out.step_logits", stack(logits, 1));
        // The reference's rows hold the end token, then padding, and are decoded with them: no special tokens here.
        var padding = Enumerable.Repeat(pad, steps);
        int[][] rows = [.. answers.Select(ids => ids.Append(end).Concat(padding).Take(steps).ToArray())];
        check.Numbers("out.ids", rows.SelectMany(ids => ids), [answers.Count, steps]);
        check.Json("answers", rows.Select(parts.Tokens.Decode));
        it.Read("smallest_gap_between_best_two"); // how safe the choices are
    });
}
