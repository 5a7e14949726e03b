using Srum.Models;
using Srum.Models.Janus;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>
/// What is computed together equals what is computed alone, and what is cached what is computed at once.
/// </summary>
public sealed class JanusBatchTests
{
    private const double Tolerance = 1e-4;

    public static IEnumerable<TheoryDataRow<string>> Models => JanusFixture.Models;

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_picture_depends_on_its_own_seed_alone(string name)
    {
        using var model = TinyJanus.Open(name);
        foreach (var guidance in (double[])[model.Settings.Draw.TextGuidance, 1])
        {
            var settings = model.Settings.Draw with { TextGuidance = guidance };
            // Each prompt twice, with other seeds, some in batches with longer ones.
            DrawRequest[] requests =
                [.. TinyJanus.Prompts.Concat(TinyJanus.Prompts).Select((prompt, i) => new DrawRequest(prompt, i))];
            var together = model.Draw(requests, settings);
            var reversed = model.Draw([.. requests.Reverse()], settings with { BatchSize = 3 }).Reverse().ToArray();
            var alone = requests.Select(request => model.Draw([request], settings)[0]).ToArray();
            // A number that lies within a rounding of an edge may take the code beside it: now and then, not often.
            Assert.InRange(alone.Zip(together, AreSame).Count(same => !same), 0, requests.Length / 5);
            Assert.InRange(alone.Zip(reversed, AreSame).Count(same => !same), 0, requests.Length / 5);
            Assert.False(AreSame(together[0], together[TinyJanus.Prompts.Count]));
        }

        // Rounding may move a value over the edge of a byte; another code would move a whole cell.
        static bool AreSame(Drawing want, Drawing got) =>
            want.Picture.Rgb.Zip(got.Picture.Rgb).All(pair => Math.Abs(pair.First - pair.Second) <= 1);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void What_a_picture_is_drawn_from_does_not_depend_on_its_batch(string name)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = TinyJanus.Open(name);
        var parts = model.Parts;
        // Whatever codes were chosen before.
        var (rows, columns) = (TinyJanus.Prompts.Count, parts.Config.PictureTokens);
        var codes = Enumerable.Range(0, rows * columns).Select(i => (long)(i * 7 % parts.Config.CodeBook.Size));
        var chosen = tensor([.. codes], [rows, columns], dtype: int64);
        var together = Logits([.. TinyJanus.Prompts], chosen);
        for (var i = 0; i < TinyJanus.Prompts.Count; i++)
        {
            var alone = Logits([TinyJanus.Prompts[i]], chosen.narrow(0, i, 1));
            var off = (alone[0] - together[i]).abs().max().ToDouble();
            Assert.True(off <= Tolerance * (1 + alone.abs().max().ToDouble()), $"{TinyJanus.Prompts[i]}: {off}");
        }

        // Guided, (prompts, codes of a picture, number of codes).
        Tensor Logits(string[] prompts, Tensor codes)
        {
            var tokens = prompts.Select(parts.Tokens.ToDraw);
            var both = tokens.SelectMany(ids => (int[][])[ids, parts.Tokens.WithoutWords(ids)]);
            using var contexts = Contexts.Read(parts, new PromptBatch(parts.Tokens, [.. both]));
            var seen = new List<Tensor>();
            CodeSampler.Sample(
                parts, contexts, (int)codes.shape[1], 5, (step, _) => codes.select(1, step).clone(),
                step => seen.Add(step.Logits.clone().DetachFromDisposeScope()));
            return stack(seen, 1);
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void The_likeliest_codes_need_no_seed(string name)
    {
        using var model = TinyJanus.Open(name);
        var settings = model.Settings.Draw with { CodeTemperature = 0 };
        var drawings = model.Draw([new(TinyJanus.Prompts[0], 1), new(TinyJanus.Prompts[0], 2)], settings);
        Assert.Equal(drawings[0].Picture.Rgb, drawings[1].Picture.Rgb);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Answers_equal_one_by_one(string name)
    {
        using var model = TinyJanus.Open(name);
        foreach (var temperature in (double[])[0, 1.5])
        {
            var settings = new AnswerSettings { MaxTokens = 12, Temperature = temperature };
            var together = model.Answer(TinyJanus.Questions, settings);
            Assert.Equal(TinyJanus.Questions.Select(question => model.Answer([question], settings)[0]), together);
            Assert.Equal(
                together.Reverse(), model.Answer([.. TinyJanus.Questions.Reverse()], settings with { BatchSize = 2 }));
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Weights_of_continuations_equal_one_by_one_and_add_up(string name)
    {
        using var model = TinyJanus.Open(name);
        string[] continuations = [" yes", " no and no", "", " red blue"];
        var together = model.Weigh(TinyJanus.Questions, continuations);
        Assert.All(model.Weigh(TinyJanus.Questions, []), weights => Assert.Empty(weights));
        for (var i = 0; i < TinyJanus.Questions.Count; i++)
        {
            var question = TinyJanus.Questions[i];
            var alone = continuations.Select(text => model.Weigh([question], [text])[0][0]).ToArray();
            Assert.All(alone.Zip(together[i]), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
            Assert.Equal(0, together[i][2]);
            if (question.ReplyPrefix.Length == 0)
            {
                // A reply that begins with words has the blank before them that an answer has.
                var split = model.Weigh([question], [" red"])[0][0]
                    + model.Weigh([question with { ReplyPrefix = "red" }], [" blue"])[0][0];
                Assert.Equal(split, together[i][3], Tolerance);
            }
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Words_are_weighed_where_one_of_them_is_written(string name)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = TinyJanus.Open(name);
        var parts = model.Parts;
        var prompts = TinyJanus.Questions.Where(question => question.Pictures.Count == 0).Select(parts.Tokens.ToAnswer);
        int[] weighed = [.. Written(null).SelectMany(tokens => tokens).Distinct().Take(3)];
        var steps = new List<(IReadOnlyList<int> Rows, Tensor Logits)>();
        var told = new List<(int Row, int Before, double[] Weights)>();
        var written = Written(
            weighed, (rows, logits) => steps.Add((rows, logits.clone().MoveToOuterDisposeScope())),
            (row, before, logs) => told.Add((row, before, logs)));
        Assert.NotEmpty(told);
        Assert.Equal(written.Sum(tokens => tokens.Count(weighed.Contains)), told.Count);
        foreach (var (row, before, weights) in told)
        {
            Assert.Contains(written[row][before], weighed);
            var (rows, logits) = steps[before];
            var logs = logits[rows.ToList().IndexOf(row)].log_softmax(-1);
            Assert.All(
                weighed.Zip(weights), pair => Assert.Equal(logs[pair.First].item<float>(), pair.Second, Tolerance));
        }

        IReadOnlyList<IReadOnlyList<int>> Written(
            IReadOnlyList<int>? words, Action<IReadOnlyList<int>, Tensor>? observe = null,
            Action<int, int, double[]>? weights = null)
        {
            using var contexts = Contexts.Read(parts, new PromptBatch(parts.Tokens, [.. prompts]));
            return TextDecoding.Write(
                parts, contexts, maxTokens: 8, observe: observe, weighed: words, weights: weights);
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void An_answer_is_the_same_where_words_of_it_are_weighed_and_tells_where_they_stand(string name)
    {
        using var model = TinyJanus.Open(name);
        var settings = new AnswerSettings { MaxTokens = 12 };
        var plain = model.Answer(TinyJanus.Questions, settings);
        string[] letters = [.. string.Concat(plain).Where(char.IsAsciiLetter).Distinct().Select(c => $"{c}")];
        var weighed = model.AnswerAndWeigh(TinyJanus.Questions, settings, letters);
        Assert.Equal(plain, weighed.Select(answer => answer.Text));
        Assert.NotEmpty(weighed.SelectMany(answer => answer.Places));
        Assert.All(weighed, answer => Assert.All(
            answer.Places, place => Assert.Contains(answer.Text[place.Key..(place.Key + 1)], letters)));
        // What takes several tokens is not chosen in one place.
        Assert.All(
            model.AnswerAndWeigh(TinyJanus.Questions, settings, ["two words"]), answer => Assert.Empty(answer.Places));
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Errors_and_gradients_of_a_training_batch_equal_one_by_one(string name)
    {
        using var scope = NewDisposeScope();
        using var model = TinyJanus.Open(name);
        var samples = TinyJanus.Samples(model);
        var watched = model.Parameters.Where(parameter => parameter.IsGeneration && !parameter.IsFixed).ToArray();
        foreach (var parameter in watched)
        {
            parameter.Value.requires_grad_();
        }

        var (together, gradients) = Pass(samples);
        var alone = samples.Select(sample => Pass([sample])).ToArray();
        Assert.True((together - cat([.. alone.Select(pass => pass.Errors)], 0)).abs().max().ToDouble() <= Tolerance);
        for (var w = 0; w < watched.Length; w++)
        {
            var sum = alone.Select(pass => pass.Gradients[w]).Aggregate((a, b) => a + b);
            Assert.True(
                (gradients[w] - sum).abs().max().ToDouble() <= Tolerance * (1 + sum.abs().max().ToDouble()),
                watched[w].Name);
        }

        (Tensor Errors, Tensor[] Gradients) Pass(TrainingSample[] batch)
        {
            foreach (var parameter in watched)
            {
                parameter.Value.grad?.zero_();
            }

            using var forward = model.Forward(batch, new ForwardSettings());
            var errors = forward.Errors([.. batch.Select(sample => sample.Target)]);
            errors.sum().backward();
            return (
                errors.detach(),
                [.. watched.Select(parameter => parameter.Value.grad?.clone() ?? zeros_like(parameter.Value))]);
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Drawing_with_a_cache_sees_what_a_training_pass_sees_at_once(string name)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = TinyJanus.Open(name);
        var parts = model.Parts;
        var prompts = TinyJanus.Prompts.Select(parts.Tokens.ToDraw).ToArray();
        using var contexts = Contexts.Read(parts, new PromptBatch(parts.Tokens, prompts));
        var steps = new List<Tensor>();
        var drawn = CodeSampler.Sample(
            parts, contexts, parts.Config.PictureTokens, null, (_, logits) => logits.argmax(-1),
            step => steps.Add(step.Logits.clone().DetachFromDisposeScope()));
        var atOnce = CodeTraining.Forward(parts, prompts, drawn).Logits;
        Assert.True(
            (stack(steps, 1) - atOnce).abs().max().ToDouble() <= Tolerance * (1 + atOnce.abs().max().ToDouble()));
        foreach (var step in steps)
        {
            step.Dispose();
        }
    }
}
