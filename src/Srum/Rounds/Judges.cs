using Srum.Endpoints;
using Srum.Judging;
using Srum.Models;
using Srum.Recipes;
using Srum.Regions;
using Srum.Regions.Sam;

namespace Srum.Rounds;

/// <summary>The judge that a recipe names.</summary>
public static class Judges
{
    /// <summary>The judge of a recipe, asked for what its objective needs.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="model">The model, which may judge itself.</param>
    /// <param name="endpoints">The command's endpoints; null = opened anew.</param>
    public static IJudge Of(Recipe recipe, IUnifiedModel model, EndpointBook? endpoints = null) =>
        Of(recipe.Judge, model, recipe.Train.Objective.Questions, endpoints: endpoints);

    /// <summary>The judge that settings describe.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="model">The model, which may judge itself.</param>
    /// <param name="questions">What is asked.</param>
    /// <param name="proposer">Says where to look; null = the one that the settings name.</param>
    /// <param name="endpoints">The command's endpoints; null = opened anew.</param>
    public static IJudge Of(
        JudgeSettings settings, IUnifiedModel model, JudgeQuestions questions, IRegionProposer? proposer = null,
        EndpointBook? endpoints = null)
    {
        proposer ??= settings.Proposer switch
        {
            "segments" => new SegmentProposer(
                new SegmentSettings { Limit = Math.Max(new SegmentSettings().Limit, settings.MaxRegions) }),
            "grounding" => new GroundingProposer(model),
            "sam" => new SamProposer(settings.Sam!),
            var file => new BoxFileProposer(file),
        };
        return settings switch
        {
            OwnJudgeSettings own => new Judge(model, proposer, own, questions),
            TruthJudgeSettings truth => new TruthJudge(proposer, truth, questions, model.Settings.World),
            EndpointJudgeSettings elsewhere => new EndpointJudge(
                (endpoints ?? new()).Open(elsewhere), proposer, elsewhere, questions),
            _ => throw new NotSupportedException($"Nobody judges by {settings.GetType().Name}."),
        };
    }
}
