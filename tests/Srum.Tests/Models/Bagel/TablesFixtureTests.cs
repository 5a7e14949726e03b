using System.Text.Json;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>Fixed tables and small formulas against the authors' values. A case's name is its kind.</summary>
public sealed class TablesFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases("tables");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases)), Trait("Category", "Fixtures")]
    public void Equals_the_reference(string name) => FixtureCheck.Run("tables", name, (it, check) =>
    {
        Action<FixtureCase, FixtureCheck> compare = name switch
        {
            "latent-positions" or "vit-positions" => Table,
            _ when name.StartsWith("positions-", StringComparison.Ordinal) => TableRows,
            "time-embedding" => TimeEmbedding,
            "sampling-times" => SamplingTimes,
            "training-times" => TrainingTimes,
            "rope" => Rope,
            "flattened-ids" => FlattenedIds,
            "norms" => Norms,
            _ => throw new NotSupportedException($"tables/{name} is of no known kind."),
        };
        compare(it, check);
    });

    private static void Table(FixtureCase it, FixtureCheck check) =>
        check.Tensor("out.table", PositionTable.Create(it["side"].GetInt32(), it["width"].GetInt32()));

    private static void TableRows(FixtureCase it, FixtureCheck check)
    {
        var rows = it.Tensor("in.rows");
        check.Json("rows", rows.data<long>().ToArray());
        check.Tensor(
            "out.rows", PositionTable.Create(it["side"].GetInt32(), it["width"].GetInt32()).index_select(0, rows));
    }

    private static void TimeEmbedding(FixtureCase it, FixtureCheck check)
    {
        using var store = FixtureModel.Weights("ema.safetensors");
        using var embedding = new TimeEmbedding(store, FixtureModel.Config.Language.HiddenSize);
        var times = it.Tensor("in.t");
        var sinusoid = embedding.Sinusoid(times);
        check.Tensor("out.sinusoid", sinusoid);
        check.Tensor("out.embedding", embedding.Forward(times));
        check.Json("frequency_size", sinusoid.shape[1]);
        check.PassOver("max_period", "a constant of the published code, seen in the sinusoids");
    }

    private static void SamplingTimes(FixtureCase it, FixtureCheck check)
    {
        foreach (var (schedule, k) in it["schedules"].EnumerateArray().Select((schedule, k) => (schedule, k)))
        {
            var times = FlowTimes.Sampling(
                schedule.GetProperty("num_timesteps").GetInt32(), schedule.GetProperty("shift").GetDouble());
            var steps = times.Length - 1;
            check.Json($"schedules[{k}].network_steps", steps, schedule.GetProperty("network_steps"));
            check.Numbers($"out.{k}.times", times.SkipLast(1), [steps]);
            check.Numbers($"out.{k}.moves", times.Zip(times.Skip(1), (time, next) => time - next), [steps]);
        }
    }

    private static void TrainingTimes(FixtureCase it, FixtureCheck check)
    {
        var draws = it.Tensor("in.draws").data<float>().ToArray();
        foreach (var (shift, k) in it["shifts"].EnumerateArray().Select((shift, k) => (shift.GetDouble(), k)))
        {
            check.Numbers($"out.{k}.times", draws.Select(draw => FlowTimes.Training(draw, shift)), [draws.Length]);
        }
    }

    private static void Rope(FixtureCase it, FixtureCheck check)
    {
        using var rope = new Rope(it["head_width"].GetInt32(), it["theta"].GetDouble());
        var (cosine, sine) = rope.Angles(it.Tensor("in.position_ids"));
        check.Tensor("out.cos", cosine);
        check.Tensor("out.sin", sine);
        check.Tensor("out.q", Srum.Models.Rope.Apply(it.Tensor("in.q"), cosine.unsqueeze(1), sine.unsqueeze(1)));
        check.Tensor("out.k", Srum.Models.Rope.Apply(it.Tensor("in.k"), cosine.unsqueeze(1), sine.unsqueeze(1)));
        var model = FixtureModel.Config.Language;
        check.Json("theta", model.RopeTheta);
        check.Json("head_width", model.HeadWidth);
    }

    private static void FlattenedIds(FixtureCase it, FixtureCheck check)
    {
        foreach (var (grid, k) in it["grids"].EnumerateArray().Select((grid, k) => (grid, k)))
        {
            var (patch, side) = (Int("patch"), Int("side"));
            var (rows, columns) = (Int("height") / patch, Int("width") / patch);
            check.Tensor($"out.{k}.extrapolate", PositionTable.Extrapolated(rows, columns, side));
            check.Tensor($"out.{k}.interpolate", PositionTable.Interpolated(rows, columns, side));

            int Int(string field) => grid.GetProperty(field).GetInt32();
        }
    }

    private static void Norms(FixtureCase it, FixtureCheck check)
    {
        using var store = FixtureModel.Weights("ema.safetensors");
        var epsilon = it["eps"].GetDouble();
        var names = it["weights"].EnumerateArray().Select(name => name.GetString()!).ToArray();
        var (ofRows, ofHeads) = (Norm(names[0], "in.hidden"), Norm(names[1], "in.heads"));
        check.Tensor("out.hidden", ofRows.Forward(it.Tensor("in.hidden")));
        check.Tensor("out.tiny", ofRows.Forward(it.Tensor("in.tiny")));
        check.Tensor("out.heads", ofHeads.Forward(it.Tensor("in.heads")));
        check.Json("eps", FixtureModel.Config.Language.NormEpsilon);

        RmsNorm Norm(string name, string input) => new(store.Take(name, it.Tensor(input).shape[^1]), epsilon);
    }
}
