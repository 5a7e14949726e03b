using Srum.Imaging;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Native;
using Srum.Shapes;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>Several tokens pass at once, and the text is the one that a token a pass gives.</summary>
[Collection(nameof(Alone))]
public sealed class LookUpDecodingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    public void A_random_model_writes_the_same_text_with_drafts(double temperature)
    {
        using var model = SmallModel.Open();
        string[] prompts = [.. Enumerable.Range(0, 64).Select(i => Texts.Prompt(new SeededRandom(i)))];
        Same(model, prompts, 48, temperature);
    }

    [Fact(Explicit = true)]
    [Trait("Category", "ModelGate")]
    public void The_shipped_model_judges_in_the_same_words_with_drafts()
    {
        using var model = (BagelModel)UnifiedModel.Open(Path.Combine(DataFolder.Path, "model"));
        for (var batch = 0; batch < 4; batch++)
        {
            var random = new SeededRandom(batch);
            var prompts = Enumerable.Range(0, 64).Select(_ => Texts.Prompt(random)).ToArray();
            // Half of the pictures show what was asked for, half what another prompt asks for.
            var pictures = prompts.Select((_, i) => SceneRenderer.Render(
                SceneSampler.Next(random, PromptParser.Parse(prompts[i % 2 == 0 ? i : i - 1])!))).ToArray();
            Same(model, [.. prompts.Select(prompt => $"judge picture : {prompt}")], 200, 0, pictures);
        }
    }

    [Fact]
    public void A_table_without_a_match_drafts_nothing_and_one_with_a_match_goes_on_with_it()
    {
        List<int> text = [1, 2, 3];
        Assert.Empty(DraftTable.Draft(text, new DraftTable(), new DraftTable(), 4));
        var others = DraftTable.Of([[2, 3, 4, 5, 2]]);
        Assert.Equal([4, 5, 2, 3], DraftTable.Draft(text, new DraftTable(), others, 4));
        var own = DraftTable.Of([[3, 9]]);
        // The longer match counts more, and of two as long the text's own.
        Assert.Equal([4, 5], DraftTable.Draft(text, own, others, 2));
        Assert.Equal([9], DraftTable.Draft([7, 3], own, others, 1));
        Assert.Equal([1, 2, 3], text);
        // What texts are like as a rule comes last.
        var usual = DraftTable.Of([[3, 8], [6, 5]]);
        Assert.Equal([9], DraftTable.Draft([7, 3], own, new DraftTable(usual), 1));
        Assert.Equal([5], DraftTable.Draft([7, 6], own, new DraftTable(usual), 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void A_reply_that_never_ends_has_as_many_tokens_as_it_may_have(int most)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = SmallModel.Open();
        foreach (var drafts in (DraftTable?[])[null, new DraftTable()])
        {
            using var contexts = Contexts.Empty(model.Parts, SmallModel.Prompts.Count);
            contexts.AddText(SmallModel.Prompts);
            var replies = TextDecoding.Write(model.Parts, contexts, null, most, endToken: -1, drafts: drafts);
            Assert.All(replies, reply => Assert.Equal(most, reply.Tokens.Count));
        }
    }

    [Fact]
    public void An_answer_takes_the_same_passes_whatever_was_asked_before()
    {
        using var model = SmallModel.Open();
        Question[] questions = [.. SmallModel.Questions];
        var (first, second) = (Told(), Told());
        Assert.Equal(first, second);

        // Passes of other numbers of rows give other chances, by rounding.
        (string Texts, double Operations) Told()
        {
            var before = Operations.Total;
            var answers = model.AnswerAndWeigh(questions, new AnswerSettings { MaxTokens = 24 }, ["a"]);
            return (string.Join('\n', answers.Select(answer => answer.Text)), Operations.Total - before);
        }
    }

    [Fact]
    public void Chances_told_while_writing_are_those_that_weighing_gives_afterwards()
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = SmallModel.Open();
        var (parts, prompts) = (model.Parts, SmallModel.Prompts);
        int[] words = [.. Enumerable.Range(0, 40)];
        using var contexts = Before();
        var replies = TextDecoding.Write(
            parts, contexts, null, 24, drafts: new DraftTable(), asked: [.. prompts.Select(parts.Frame)],
            weighed: words);
        Assert.Contains(replies, reply => reply.Weights.Count > 0);
        using var again = Before();
        ReplyChain[] chains =
        [
            .. replies.Select(reply => new ReplyChain(
                SmallModel.Questions[0], [parts.Tokenizer.StartId, .. reply.Tokens],
                [.. reply.Weights.Keys.Select(place => (0, place + 1))])),
        ];
        var weighed = TextDecoding.Weigh(parts, again, chains, [.. words.Select(word => (IReadOnlyList<int>)[word])]);
        var told = replies.SelectMany(reply => reply.Weights.Values).ToArray();
        Assert.Equal(weighed.Length, told.Length);
        Assert.All(
            weighed.Zip(told).SelectMany(pair => pair.First.Zip(pair.Second)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4));

        Contexts Before()
        {
            var contexts = Contexts.Empty(parts, prompts.Count);
            contexts.AddText(prompts);
            return contexts;
        }
    }

    private static void Same(
        BagelModel model, IReadOnlyList<string> prompts, int maxTokens, double temperature,
        IReadOnlyList<Picture>? pictures = null)
    {
        var plain = Written(null);
        var drafted = Written(new DraftTable());
        Assert.Equal(plain.Texts, drafted.Texts);
        // What is written by the dice can be guessed by nobody.
        Assert.True(
            drafted.Passes < plain.Passes || temperature > 0,
            $"{drafted.Passes} passes with drafts, {plain.Passes} without.");

        (IReadOnlyList<string> Texts, int Passes) Written(DraftTable? drafts)
        {
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            using var contexts = Contexts.Empty(model.Parts, prompts.Count);
            if (pictures is not null)
            {
                contexts.AddVision(model.Parts.Vision.Forward(PictureTensor.Of(pictures)));
            }

            contexts.AddText(prompts);
            var passes = 0;
            var replies = TextDecoding.Write(
                model.Parts, contexts, null, maxTokens, temperature, [.. prompts.Select((_, i) => (long)i)],
                observe: _ => passes++, drafts: drafts, asked: [.. prompts.Select(model.Parts.Frame)]);
            return ([.. replies.Select(reply => model.Parts.Tokenizer.Decode(reply.Tokens))], passes);
        }
    }

    private static class Texts
    {
        public static string Prompt(SeededRandom random) =>
            new PromptSampler(World.Small).Next(random, random.Pick(Enum.GetValues<PromptCategory>())).Text;
    }
}
