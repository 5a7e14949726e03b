using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Regions;
using Srum.Tests.Regions;

namespace Srum.Tests.Judging;

public sealed class JudgeTests
{
    private static readonly Box Small = new(0, 0, 0.2, 0.2);
    private static readonly Box Large = new(0.5, 0.5, 1, 1);
    private static readonly Box Middle = new(0, 0.5, 0.3, 1);

    [Fact]
    public void One_question_holds_all_regions_largest_first_and_everything_is_asked_in_one_batch()
    {
        var model = new ScriptedModel(
            (q, _) => q.Text.Contains("regions") ? Regions(0.5, -0.25, 1) : "Score: 0.75\nReason: fine");
        var records = new Judge(model, new FixedBoxes(Small, Large, Middle))
            .Run([Request("a red circle"), Request("a blue square")]);

        Assert.Single(model.Batches);
        Assert.Equal(4, model.Batches[0].Questions.Count);
        Assert.Equal(0, model.Batches[0].Settings.Temperature);
        Assert.Equal([Large, Middle, Small], records[0].Regions.Select(r => r.Box));
        Assert.Equal([0.5, -0.25, 1], records[0].Regions.Select(r => r.Score!.Value));
        Assert.Equal("reason 2", records[1].Regions[1].Reason);
        Assert.Equal(new LayoutJudgement(0.75, "fine"), records[0].Layout);
        Assert.Equal(0, records[0].Unanswered);
        Assert.Equal(["regions", "layout"], records[0].Replies.Select(r => r.About));
        Assert.Null(records[0].Sample);
        var question = model.Batches[0].Questions[0].Text;
        Assert.Contains("Region ID: 1: x from 50% to 100%, y from 50% to 100%", question);
        Assert.Contains("a red circle", question);
        Assert.DoesNotContain("{", question);
    }

    [Fact]
    public void A_picture_is_judged_by_at_most_the_largest_regions()
    {
        var model = new ScriptedModel((q, _) => q.Text.Contains("regions") ? Regions(1, 1) : "Score: 0");
        var record =
            new Judge(model, new FixedBoxes(Small, Large, Middle), new() { MaxRegions = 2 }).Run([Request("x")])[0];
        Assert.Equal([Large, Middle], record.Regions.Select(r => r.Box));
    }

    [Fact]
    public void What_is_missing_is_asked_again_alone_sampled_and_from_the_pictures_own_seed()
    {
        var model = new ScriptedModel((q, s) => (q.Text.Contains("regions"), s.Temperature) switch
        {
            (true, 0) => "Region ID: 1\nObject: a circle\nScore: 0.5\nRegion ID: 3\nScore: 95\nReason: much",
            (true, _) => Regions(-1, 0.25),
            _ => "Score: 0.5",
        });
        var record = new Judge(model, new FixedBoxes(Small, Large, Middle)).Run([Request("a circle", seed: 5)])[0];

        Assert.Equal([0.5, -1, 0.25], record.Regions.Select(r => r.Score!.Value));
        Assert.Equal("reason 2", record.Regions[2].Reason);
        Assert.Equal(2, model.Batches.Count);
        var again = Assert.Single(model.Batches[1].Questions);
        Assert.True(model.Batches[1].Settings.Temperature > 0);
        Assert.Contains("these 2 regions", again.Text);
        Assert.NotEqual(model.Batches[0].Questions[0].Seed, again.Seed);
        Assert.Equal([1, 1, 2], record.Replies.Select(r => r.Try));
    }

    [Fact]
    public void What_is_never_answered_has_no_score_and_is_counted()
    {
        var model = new ScriptedModel((_, _) => "I cannot say.");
        var record = new Judge(model, new FixedBoxes(Small, Large), new() { Tries = 2 }, JudgeQuestions.All)
            .Run([Request("x")])[0];

        Assert.All(record.Regions, r => Assert.Null(r.Score));
        Assert.Null(record.Layout!.Score);
        Assert.Null(record.Sample!.Score);
        Assert.Equal(4, record.Unanswered);
        Assert.Equal(6, record.Replies.Count);
        Assert.Null(DualReward.From(record, 8, 8));
        Assert.Equal(new JudgeTally(1, 1, 2, 2, 0), JudgeTally.Of([record]));
    }

    [Fact]
    public void Only_what_is_wanted_is_asked()
    {
        var model = new ScriptedModel((_, _) => "Reason: fine\nScore: 0.5");
        var record = new Judge(model, new FixedBoxes(Small, Large), questions: JudgeQuestions.Sample)
            .Run([Request("x")])[0];
        Assert.Single(model.Batches.SelectMany(batch => batch.Questions));
        Assert.Empty(record.Regions);
        Assert.Null(record.Layout);
        Assert.Equal(0.5, record.Sample!.Score);
        Assert.Equal(0, record.Unanswered);
        Assert.Null(DualReward.From(record, 8, 8));
        Assert.Equal(0.5, Assert.Single(DualReward.From(record, 8, 8, RewardKind.Sample)!.Regions).Score);
        Assert.Equal(new JudgeTally(1, 0, 0, 0, 0), JudgeTally.Of([record]));
    }

    [Fact]
    public void A_picture_without_regions_is_asked_for_its_layout_alone()
    {
        var model = new ScriptedModel((_, _) => "Score: 0.5");
        var record = new Judge(model, new FixedBoxes()).Run([Request("x")])[0];
        Assert.Single(model.Batches[0].Questions);
        Assert.Empty(record.Regions);
        Assert.Equal(0, record.Unanswered);
    }

    [Fact]
    public void A_region_that_the_prompt_does_not_mention_counts_only_where_it_is_bad()
    {
        var model = new ScriptedModel((q, _) => q.Text.Contains("regions")
            ? "Region ID: 1\nObject: a green triangle\nScore: 0.5\nRegion ID: 2\nObject: a blurred cross\nScore: "
                + "-0.5\nRegion ID: 3\nObject: red circles\nScore: 0.5"
            : "Score: 0.5");
        var record = new Judge(model, new FixedBoxes(Small, Large, Middle)).Run([Request("a red circle")])[0];
        Assert.Equal([false, false, true], record.Regions.Select(r => r.Relevant));
        Assert.Equal([0.5, -0.5, 0.5], record.Regions.Select(r => r.Score!.Value));
        Assert.Equal([0, -0.5, 0.5], record.Regions.Select(r => r.RewardScore!.Value));
    }

    [Fact]
    public void A_graded_score_is_the_expectation_over_given_answers_where_the_reply_gives_its_own()
    {
        var weighed = new List<string>();
        var model = new ScriptedModel((q, _) => q.Text.Contains("regions") ? Regions(1, 1) : "Reason: fine\nScore: 1")
        {
            LogWeight = (q, answer) =>
            {
                weighed.Add(q.ReplyPrefix);
                return answer == " yes"
                    ? Math.Log(q.ReplyPrefix.Contains("Region ID: 2") ? 0.6 : 0.1)
                    : Math.Log(q.ReplyPrefix.Contains("Region ID: 2") ? 0.2 : 0.3);
            },
        };
        var record = new Judge(model, new FixedBoxes(Small, Large), new() { Graded = new() }).Run([Request("x")])[0];
        Assert.Equal([-0.5, 0.5], record.Regions.Select(r => Math.Round(r.Score!.Value, 9)));
        Assert.Equal(-0.5, record.Layout!.Score!.Value, 1e-9);
        Assert.Contains("Region ID: 1\nObject: thing 1\nScore:", weighed);
        Assert.Contains("Reason: fine\nScore:", weighed);
    }

    [Fact]
    public void A_chain_holds_only_if_all_its_links_do()
    {
        const string chain = "<think> red circle : 1 red circle yes ; count 1 : 1 yes ; all : yes </think>\nReason: "
            + "all yes\nScore: 0.9";
        var model = new ScriptedModel((_, _) => chain) { LogWeight = (q, a) => Math.Log(a == " no" ? 0.2 : 0.8) };
        var settings = new OwnJudgeSettings { Graded = new() { Chain = true } };
        var record = new Judge(model, new FixedBoxes(), settings, JudgeQuestions.All).Run([Request("a red circle")])[0];
        Assert.Equal((2 * Math.Pow(0.8, 4)) - 1, record.Sample!.Score!.Value, 1e-9);
        Assert.Equal(0.6, record.Layout!.Score!.Value, 1e-9);
    }

    [Fact]
    public void Regions_and_layout_may_keep_what_is_written()
    {
        const string chain = "<think> all : yes </think>\nReason: all yes\nScore: 0.9";
        var model = new ScriptedModel((q, _) => q.Text.Contains("regions") ? Regions(1, 1) : chain) { LogWeight =
            (_, a) => Math.Log(a == " no" ? 0.2 : 0.8) };
        var settings = new OwnJudgeSettings { Graded = GradedScore.Verdict };
        var record = new Judge(model, new FixedBoxes(Small), settings, JudgeQuestions.All)
            .Run([Request("a red circle")])[0];
        Assert.Equal((2 * Math.Pow(0.8, 2)) - 1, record.Sample!.Score!.Value, 1e-9);
        Assert.Equal((1, 0.9), (record.Regions[0].Score!.Value, record.Layout!.Score!.Value));
    }

    [Theory]
    [InlineData("<think> red circle : yes Score: 0.9")]
    [InlineData("<think> red circle : yes </think> Score: 0.9 <think> or rather no Score: 0.1")]
    public void A_thought_that_never_ends_is_not_graded(string reply)
    {
        var model = new ScriptedModel((_, _) => reply);
        var settings = new OwnJudgeSettings { Graded = new() { Chain = true } };
        Assert.Equal(2, new Judge(model, new FixedBoxes(), settings, JudgeQuestions.All)
            .Run([Request("a red circle")])[0].Unanswered);
    }

    [Fact]
    public void A_region_right_behind_a_thought_is_graded_and_one_inside_is_not()
    {
        const string reply = "<think>\nRegion ID: 1\nScore: 1\nRegion ID: 2\nScore: 1 </think>Region ID: 1\nScore: 1";
        var model = new ScriptedModel((_, _) => reply) { LogWeight = (_, a) => Math.Log(a == " no" ? 0.2 : 0.8) };
        var settings = new OwnJudgeSettings { Graded = new(), Tries = 1 };
        var record = new Judge(model, new FixedBoxes(Small, Large), settings, JudgeQuestions.Regions)
            .Run([Request("x")])[0];
        Assert.Equal(0.6, record.Regions[0].Score!.Value, 1e-9);
        Assert.Null(record.Regions[1].Score);
    }

    [Fact]
    public void A_models_own_templates_decide_the_wording()
    {
        var model = new ScriptedModel((q, _) => q.Text.StartsWith("look") ? Regions(1, 1) : "Score: 0")
        {
            Settings = new()
            {
                Templates = new Dictionary<string, string>
                {
                    ["judge-local"] = "region = {n} at {cell}\nseparator = \" | \"\nsystem = You judge {count}.\nreply "
                        + "= Region ID: 1\\n\n---\nlook: {prompt} / {regions}",
                },
            },
        };
        var record = new Judge(model, new FixedBoxes(Small, Large)).Run([Request("a {regions} jar")])[0];
        var question = model.Batches[0].Questions[0];
        Assert.Equal("look: a {regions} jar / 1 at c4 | 2 at c1", question.Text);
        Assert.Equal("You judge 2.", question.System);
        Assert.Equal("Region ID: 1\n", question.ReplyPrefix);
        Assert.Equal(1, record.Regions[0].Score);
    }

    [Fact]
    public void A_template_that_sets_an_unknown_name_is_refused() =>
        Assert.Contains(
            "'regio'", Assert.Throws<SrumException>(() => QuestionTemplate.Parse("regio = x\n---\ny")).Message);

    [Theory]
    [InlineData("judge-local"), InlineData("judge-global"), InlineData("judge-sample"), InlineData("ground")]
    public void The_built_in_templates_fill_every_placeholder(string name)
    {
        var question = QuestionTemplate.Of(new ModelSettings(), name).Ask(Blank, "a red circle", [Small], 1);
        Assert.Contains("a red circle", question.Text);
        Assert.DoesNotMatch(@"\{[a-z]+\}", question.Text + question.System);
        Assert.DoesNotContain("---", question.Text);
    }

    private static Picture Blank { get; } = new(8, 8, new byte[192]);

    private static JudgeRequest Request(string prompt, long seed = 0) => new(
        "7", prompt, "pictures/7.png", Blank, seed);

    private static string Regions(params double[] scores) => string.Join('\n', scores.Select((s, i) =>
        FormattableString.Invariant($"Region ID: {i + 1}\nObject: thing {i + 1}\nScore: {s}\nReason: reason {i + 1}")));
}
