using Srum.Models;

namespace Srum.Rounds;

/// <summary>
/// A model that was trained in place, under an identity of its own: what it draws and judges is not the start's.
/// </summary>
internal sealed class TrainedModel(IUnifiedModel model, string fingerprint) : DelegatingModel(model)
{
    public override string Identity => fingerprint;
}
