using System.Text.Json;
using Srum.Display;
using Srum.Files;
using Srum.Native;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Pretraining;

/// <summary>
/// Trains a tiny BAGEL or Janus from nothing: tokenizer and sizes, autoencoder, then drawing and understanding
/// together; or trains a model that stands further, on near misses. Its whole state lies in one folder; a killed or
/// cancelled pretraining goes on from there with the same bits.
/// </summary>
public static class Pretrainer
{
    internal const string Autoencoder = "autoencoder";
    internal const string Joint = "model";
    internal const string NearMisses = "near misses";

    /// <summary>What a person can do about a step of the joint training without a finite result.</summary>
    internal const string Remedy =
        "The state before it is kept. Begin another state with a lower --learning-rate, and ask 'srum doctor' whether "
            + "this processor computes rightly.";

    /// <summary>The same of the autoencoder's training, whose learning rate nobody can choose.</summary>
    internal const string AutoencoderRemedy =
        "The state before it is kept. Ask 'srum doctor' whether this processor computes rightly.";

    private const string SoFar = "so-far";
    private const string Held = "pretraining";
    private const int KeepEvery = 100;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>
    /// Runs or resumes a pretraining and writes the model folder. The state's folder keeps the losses of all steps
    /// (<c>losses.jsonl</c>), in the end a picture of them (<c>losses.svg</c>), and from a stop the model as far as it
    /// got (<c>so-far</c>): one to look at, or to go on from where the state itself is lost.
    /// </summary>
    /// <param name="settings">Settings; those of an unfinished state must be the same.</param>
    /// <param name="state">Folder of the state.</param>
    /// <param name="output">The model folder to write.</param>
    /// <param name="report">Called after each step.</param>
    /// <param name="cancel">Stops after the present step and its look; the state is kept.</param>
    /// <exception cref="SrumException">
    /// A setting is out of its range, the state belongs to other settings, or a folder cannot be written.
    /// </exception>
    /// <exception cref="NotFiniteException">A step has no finite result; the state before it is kept.</exception>
    /// <exception cref="OperationCanceledException">Stopped; call again to go on.</exception>
    public static void Run(
        PretrainSettings settings, string state, string output, Action<PretrainReport>? report = null,
        CancellationToken cancel = default)
    {
        settings.Validate();
        TorchNatives.Require();
        var world = settings.FirstWorld;
        var design = settings.Start is null ? TinyDesign.Of(settings.Design) : TinyDesign.Of(settings.Start);
        design.Check(settings);
        Claim(state);
        using var held = RunLock.Take(Path.Combine(state, Held), $"the pretraining in {state}", state, "--state");
        var model = Path.Combine(state, "model");
        KeepSettings(settings, state);
        var losses = RecordLog<PretrainReport>.Open(
            Path.Combine(state, "losses.jsonl"), done => $"{done.Stage} {done.Step}", isDurable: false);
        if (settings.Start is { } start)
        {
            var (stage, training) =
                settings.FromStep is null ? (NearMisses, settings.Further) : (Joint, settings.First);
            Train(stage, () => design.Trained(start), training);
        }
        else
        {
            if (!File.Exists(Path.Combine(model, design.Described)))
            {
                Directory.CreateDirectory(model);
                design.Write(model, world, BytePairTrainer.Learn(Corpus(world, settings.Seed)));
            }

            TrainAutoencoder(() => design.Codec(model, world, settings), settings, state, model, Told, cancel);
            Train(Joint, () => design.Untrained(model, settings.Seed), settings.First);
        }

        AtomicFile.Write(Path.Combine(state, "losses.svg"), SvgChart.File(PretrainCurves.Of(losses.Records)));
        AtomicFile.Sweep(state);

        // A step that is done again after a kill has the same losses: the log takes it once.
        void Told(PretrainReport done)
        {
            losses.Append(done);
            report?.Invoke(done);
        }

        void Train(string stage, Func<TaughtModel> open, JointTraining training)
        {
            using var taught = open();
            var known = taught.Drawn.Settings.World;
            using var trainer = new JointPretrainer(taught, settings, training, known);
            var probe = new DrawingProbe(known, settings.ProbePrompts);
            var path = StateOf(state, stage);
            var first = Math.Max(training.From, Checkpoint.Read(path, trainer.State));
            for (var step = first; step < training.Steps; step++)
            {
                var (drawing, lessons, kind, sight) = Stepped(path, trainer.State, step, trainer.Step);
                var done = new Dictionary<string, double>
                {
                    [taught.DrawingLoss] = drawing,
                    ["sight"] = sight,
                    [kind.ToString().ToLowerInvariant()] = lessons,
                };
                if ((step + 1) % settings.ProbeEvery == 0)
                {
                    // To its end, whoever stops meanwhile: the step that it belongs to is done, and not yet kept.
                    trainer.WithAverages(() => done = new(done.Concat(probe.Measure(taught.Drawn))));
                }

                Told(new PretrainReport(stage, step + 1, training.Steps, done));
                if (cancel.IsCancellationRequested)
                {
                    trainer.WithAverages(() => taught.Save(Path.Combine(state, SoFar)));
                }

                Keep(path, trainer.State, step + 1, training.Steps, cancel);
            }

            trainer.TakeAverages();
            taught.Save(output);
        }
    }

    private static string StateOf(string state, string stage) =>
        Path.Combine(state, stage.Replace(' ', '-') + ".state.safetensors");

    private static void TrainAutoencoder(
        Func<PicturePretrainer> begin, PretrainSettings settings, string state, string model,
        Action<PretrainReport> report, CancellationToken cancel)
    {
        var done = Path.Combine(model, TaughtModel.CodecFile);
        if (File.Exists(done))
        {
            return;
        }

        var path = StateOf(state, Autoencoder);
        using var trainer = begin();
        for (var step = Checkpoint.Read(path, trainer.State); step < settings.AutoencoderSteps; step++)
        {
            var loss = Stepped(
                path, trainer.State, step, step => trainer.Step(step, settings.AutoencoderRateAt(step)));
            var losses = new Dictionary<string, double> { ["picture"] = loss };
            report(new PretrainReport(Autoencoder, step + 1, settings.AutoencoderSteps, losses));
            Keep(path, trainer.State, step + 1, settings.AutoencoderSteps, cancel);
        }

        SafetensorsWriter.Write(done, trainer.Finish(model));
    }

    // A step without a finite result moves nothing: what is kept then is the state before it.
    private static T Stepped<T>(
        string path, IEnumerable<KeyValuePair<string, Tensor>> state, long step, Func<long, T> take)
    {
        try
        {
            return take(step);
        }
        catch (NotFiniteException)
        {
            Checkpoint.Write(path, state, step);
            throw;
        }
    }

    private static void Keep(
        string path, IEnumerable<KeyValuePair<string, Tensor>> state, long step, long steps, CancellationToken cancel)
    {
        if (step % KeepEvery == 0 || step == steps || cancel.IsCancellationRequested)
        {
            Checkpoint.Write(path, state, step);
        }

        cancel.ThrowIfCancellationRequested();
    }

    // States from before marks are known by their settings, which nobody else's have.
    private static void Claim(string state)
    {
        const string Known = $"\"{nameof(PretrainSettings.AutoencoderSteps)}\":";
        var settings = Path.Combine(state, "settings.json");
        FolderMark.Claim(
            state, "pretraining",
            [
                "settings.json", "losses.jsonl", "losses.svg", "model", "first", SoFar, Held + ".lock",
                Held + ".owner",
                .. ((string[])[Autoencoder, Joint, NearMisses]).Select(stage => StateOf("", stage)),
            ],
            () => File.Exists(settings) && File.ReadAllText(settings).Contains(Known, StringComparison.Ordinal));
    }

    private static void KeepSettings(PretrainSettings settings, string state)
    {
        var path = Path.Combine(state, "settings.json");
        var given = JsonSerializer.SerializeToElement(settings, Indented);
        if (File.Exists(path))
        {
            KeptSettings.Require(
                path, "the pretraining", given, "Give the same settings, or name another state folder.");
            return;
        }

        AtomicFile.Write(path, JsonSerializer.Serialize(given, Indented) + "\n");
    }

    // Everything the model will read or write, so that each of the world's words is one token.
    private static IEnumerable<string> Corpus(World world, long seed)
    {
        var lessons = new Lessons(world);
        var random = new SeededRandom(seed);
        foreach (var kind in Enum.GetValues<LessonKind>())
        {
            for (var i = 0; i < 8000; i++)
            {
                var lesson = lessons.Next(random, kind);
                yield return string.Join('\n', lesson.Texts) + "\n" + lesson.Given + lesson.Reply;
            }
        }
    }
}
