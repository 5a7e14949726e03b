using System.Text.Json;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>Pictures by flow sampling with guidance, every step.</summary>
[Trait("Category", "Fixtures")]
public sealed class GenerateFixtureTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases("generate");

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Equals_the_reference(string name) => FixtureCheck.Run("generate", name, (it, check) =>
    {
        using var outside = no_grad();
        using var model = ModelFolder.Open(FixtureModel.Folder, new ModelSettings());
        var parts = model.Parts;
        var settings = new DrawSettings
        {
            Steps = it["num_timesteps"].GetInt32(),
            TimestepShift = it["timestep_shift"].GetDouble(),
            TextGuidance = it["cfg_text_scale"].GetDouble(),
            ImageGuidance = it["cfg_img_scale"].GetDouble(),
            GuidanceStart = it["cfg_interval"][0].GetDouble(),
            GuidanceEnd = it["cfg_interval"][1].GetDouble(),
            Renorm = it["cfg_renorm_type"].GetString() switch
            {
                "global" => GuidanceRenorm.Global,
                "channel" => GuidanceRenorm.Channel,
                "text_channel" => GuidanceRenorm.TextChannel,
                var other => throw new InvalidDataException($"Unknown renorm {other}"),
            },
            RenormMin = it["cfg_renorm_min"].GetDouble(),
        };
        var (main, textFree, imageFree) = BuildContexts(parts, it, check);
        var grid = new TokenGrid(it["latent_rows"].GetInt32(), it["latent_columns"].GetInt32());
        Assert.Equal(it["image_height"].GetInt32(), grid.Rows * parts.Config.TokenSide);
        Assert.Equal(it["image_width"].GetInt32(), grid.Columns * parts.Config.TokenSide);
        var noise = it.Tensor("in.noise").unsqueeze(0);
        check.Tensor("out.query", ContextPieces.Ordered(parts.LatentRows(noise, ones(1), grid)));

        var layers = new List<Tensor>();
        parts.Decoder.Observe = (_, rows) =>
        {
            if (layers.Count < parts.Config.Language.Layers)
            {
                layers.Add(ContextPieces.Ordered(rows).MoveToOuterDisposeScope().MoveToOuterDisposeScope());
            }
        };
        var steps = new List<FlowStep>();
        var clean = FlowSampler.Sample(main, textFree, imageFree, noise, grid, settings, observe: step =>
        {
            foreach (var kept in (Tensor?[])[step.Main, step.TextFree, step.ImageFree, step.Velocity])
            {
                kept?.MoveToOuterDisposeScope();
            }

            steps.Add(step with { State = step.State.clone().MoveToOuterDisposeScope() });
        });
        for (var layer = 0; layer < layers.Count; layer++)
        {
            check.Tensor($"out.layer.{layer}", layers[layer]);
        }

        check.Tensor("out.times", tensor([.. steps.Select(step => (float)step.Time)]));
        check.Tensor("out.x", cat([.. steps.Select(step => step.State)], 0));
        check.Tensor("out.v_main", cat([.. steps.Select(step => step.Main)], 0));
        check.Tensor("out.v", cat([.. steps.Select(step => step.Velocity)], 0));
        Guided("out.v_text_free", [.. steps.Select(step => step.TextFree).OfType<Tensor>()]);
        Guided("out.v_image_free", [.. steps.Select(step => step.ImageFree).OfType<Tensor>()]);
        check.Json("guided_steps", steps.Where(step => step.TextFree is not null).Select(step => step.Index));
        check.Tensor("out.latent", clean.squeeze(0));
        check.Tensor("out.latent_grid", parts.FromTokens(clean, grid));
        var pictures = parts.Autoencoder.Decode(parts.FromTokens(clean, grid));
        check.Tensor("out.pictures", pictures);
        var picture = PictureTensor.ToPictures(pictures)[0];
        check.Numbers(
            "out.picture_u8", picture.Rgb, [picture.Height, picture.Width, 3], FixtureTolerance.OfBytes(it.Tolerance));
        check.PassOver("effect_of_a_one_millionth_nudge_of_the_noise", "tells how steady the case is, no result");

        void Guided(string tensorName, List<Tensor> velocities)
        {
            if (it.HasTensor(tensorName))
            {
                check.Tensor(tensorName, cat(velocities, 0));
            }
            else
            {
                Assert.Empty(velocities);
            }
        }
    });

    // The pieces are those of the main context; each other context leaves some out.
    private static (Contexts Main, Contexts TextFree, Contexts ImageFree) BuildContexts(
        BagelParts parts, FixtureCase it, FixtureCheck check)
    {
        var pieces = it["pieces"].EnumerateArray().ToArray();
        var edits = pieces.Any(piece => piece.GetProperty("kind").GetString() != "text");
        var texts = pieces.Count(piece => piece.GetProperty("kind").GetString() == "text");
        var thinks = !edits && texts == 3;
        if (it["thought_written_by_model"].GetBoolean())
        {
            CheckThought(parts, it, pieces, check);
        }
        else
        {
            it.Read("thought_max_length");
        }

        var main = Build("main", pieces);
        var textFree = Build("text_free", edits
            ? pieces.Where(piece => piece.GetProperty("kind").GetString() != "text")
            : thinks
            ? pieces.Take(1)
            : []);
        var imageFree = Build("image_free", edits
            ? pieces.Where(piece => piece.GetProperty("kind").GetString() == "text")
            : thinks
            ? pieces.Take(2)
            : pieces);
        return (main, textFree, imageFree);

        Contexts Build(string name, IEnumerable<JsonElement> held)
        {
            var contexts = Contexts.Empty(parts, 1);
            foreach (var piece in held)
            {
                ContextPieces.Add(parts, contexts, piece, Input);
            }

            var want = it["contexts"].GetProperty(name);
            check.Json($"contexts.{name}.kv_len", contexts.Cache.Length, want.GetProperty("kv_len"));
            check.Json($"contexts.{name}.rope", contexts.Positions[0], want.GetProperty("rope"));
            return contexts;
        }

        Tensor Input(string name) => it.Tensor(name);
    }

    private static void CheckThought(BagelParts parts, FixtureCase it, JsonElement[] pieces, FixtureCheck check)
    {
        var contexts = Contexts.Empty(parts, 1);
        foreach (var piece in pieces[..^1])
        {
            ContextPieces.Add(parts, contexts, piece, it.Tensor);
        }

        // The authors count the start token.
        var thought = parts.Tokenizer.Decode(TextDecoding.Write(
            parts, contexts, null, it["thought_max_length"].GetInt32() - 1, drafts: new DraftTable())[0].Tokens);
        check.Json("thought", thought, pieces[^1].GetProperty("text"));
        check.Json("thought ids", parts.Frame(thought), pieces[^1].GetProperty("ids"));
    }
}
