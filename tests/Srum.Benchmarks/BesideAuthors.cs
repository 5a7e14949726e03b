using System.Diagnostics;
using System.Text.Json;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Regions;
using Srum.Shapes;
using Srum.Training;
using static TorchSharp.torch;

namespace Srum.Benchmarks;

/// <summary>
/// The authors' code beside this one on the model in <c>data/model</c>: the same prompts, steps and guidance, the same
/// question to as many tokens, the same batch of a training step, in turns of one run. <c>beside-authors.py</c> says
/// what their code needs; it draws sixteen pictures packed into one pass, and uses one thread or all, whichever is
/// quicker.
/// </summary>
/// <param name="checkout">A clone of the authors' repository.</param>
/// <param name="python">A Python with torch, numpy and Pillow.</param>
internal sealed class BesideAuthors(string checkout, string python)
{
    private const int Pictures = 16;
    private const int Turns = 5;

    private static string Script => Path.Combine(AppContext.BaseDirectory, "beside-authors.py");

    /// <summary>Prints the table, or one line that says what is missing.</summary>
    public void Print()
    {
        using var model = (BagelModel)UnifiedModel.Open(Table.Data("model"));
        string[] prompts =
        [
            .. PromptSet.Read(Table.Data("prompts", "rollout.json")).Prompts.Take(Pictures)
                .Select(prompt => prompt.Text),
        ];
        Picture[] scenes = [.. prompts.Select(
            (prompt, i) => SceneRenderer.Render(SceneSampler.Next(new SeededRandom(i), PromptParser.Parse(prompt)!)))];
        var (question, written) = Asked(model, prompts[0], scenes[0]);
        var train = Recipe.Read(Table.Data("recipes", "published.json"), model.Settings.Draw).Train with
        {
            Steps = 3, BatchSize = Pictures, LearningRate = 1e-12, TextDropout = 0,
        };
        var file = Path.GetTempFileName();
        var theirs = new List<AuthorsProcess>();
        try
        {
            foreach (var threads in (int[])[.. ((int[])[1, get_num_threads()]).Distinct()])
            {
                File.WriteAllText(file, Work(model, prompts, scenes, question, written, train, threads));
                if (AuthorsProcess.Start(python, [Script, checkout, file], out var skipped) is not { } process)
                {
                    Console.WriteLine($"Skipped: {skipped}.");
                    return;
                }

                theirs.Add(process);
            }

            DrawRequest[] requests = [.. prompts.Select((prompt, i) => new DrawRequest(prompt, i))];
            var draw = model.Settings.Draw with { BatchSize = Pictures };
            var answer = new AnswerSettings { MaxTokens = written };
            Console.WriteLine($"{"seconds",-24} {"ours",8} {"theirs",8} {"ratio",6}");
            Line("one picture", "alone", () => Timed(() => model.Draw(requests[..1], draw)));
            Line($"{Pictures} pictures", "together", () => Timed(() => model.Draw(requests, draw)));
            Line($"a question, {written} tokens", "judge", () => Timed(() => model.Answer([question], answer)));
            Line($"a step of {Pictures} pictures", "train", () => Step(model, prompts, scenes, train));
        }
        finally
        {
            theirs.ForEach(process => process.Dispose());
            File.Delete(file);
        }

        void Line(string what, string name, Func<double> ours)
        {
            var own = new List<double>();
            var others = theirs.Select(_ => new List<double>()).ToArray();
            for (var turn = 0; turn <= Turns; turn++)
            {
                own.Add(ours());
                foreach (var (process, times) in theirs.Zip(others))
                {
                    times.Add(process.Seconds(name));
                }
            }

            // The first of each warms up.
            var (mine, quickest) = (Clock.Middle(own.Skip(1)), others.Min(times => Clock.Middle(times.Skip(1))));
            Console.WriteLine($"{what,-24} {mine,8:0.000} {quickest,8:0.000} {quickest / mine,6:0.0}");
        }
    }

    // What the judge asks first, and how many tokens are its answer.
    private static (Question Question, int Tokens) Asked(BagelModel model, string prompt, Picture scene)
    {
        using var listening = new ListeningModel(model);
        new Judge(listening, new SegmentProposer()).Run([new JudgeRequest("0", prompt, "0.png", scene, 0)]);
        var (question, answer) = listening.Heard[0];
        return (question with { ReplyPrefix = "" }, model.Parts.Tokenizer.Encode(answer).Count() + 1);
    }

    private static double Timed(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    // The first step of a training also encodes its pictures.
    private static double Step(BagelModel model, string[] prompts, Picture[] scenes, TrainSettings train)
    {
        TrainExample[] examples =
        [
            .. prompts.Select((prompt, i) => new TrainExample(
                $"{i}", prompt, () => scenes[i], new DualReward(
                    [new(new PixelBox(0, 0, scenes[i].Width / 2, scenes[i].Height / 2), 0.5)], 0.5))),
        ];
        var times = new List<double>();
        using var trainer = new Trainer(model, examples, train);
        trainer.Run(report: step => times.Add(step.Seconds));
        return times.Skip(1).Min();
    }

    private static string Work(
        BagelModel model, string[] prompts, Picture[] scenes, Question question, int written, TrainSettings train,
        int threads)
    {
        var (draw, tokenizer) = (model.Settings.Draw, model.Parts.Tokenizer);
        return JsonSerializer.Serialize(new
        {
            model = Table.Data("model"), threads, steps = draw.Steps, guidance = draw.TextGuidance,
            shift = draw.TimestepShift, interval = (double[])[draw.GuidanceStart, draw.GuidanceEnd],
            width = draw.Width, height = draw.Height, trainingShift = train.Forward.TimestepShift, prompts,
            tokens = prompts.Append(question.Text).Append(question.System ?? "").Distinct()
                .ToDictionary(text => text, text => tokenizer.Encode(text).ToArray()),
            pictures = scenes.Select(Bytes),
            question = new
            {
                system = question.System, text = question.Text, pictures = question.Pictures.Select(Bytes),
                tokens = written,
            },
            special = new Dictionary<string, int>
            {
                ["bos_token_id"] = tokenizer.StartId, ["eos_token_id"] = tokenizer.EndId,
                ["start_of_image"] = tokenizer.VisionStartId, ["end_of_image"] = tokenizer.VisionEndId,
            },
        });

        static int[] Bytes(Picture picture) => [.. picture.Rgb.Select(value => (int)value)];
    }
}
