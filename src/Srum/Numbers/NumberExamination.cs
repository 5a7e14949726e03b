using Srum.Models;
using Srum.Models.Bagel;

namespace Srum.Numbers;

/// <summary>Whether this machine computes what it should.</summary>
public static class NumberExamination
{
    /// <summary>
    /// The kernels that a model is computed by, and the model itself, held against numbers that are right.
    /// </summary>
    /// <param name="modelFolder">A model of the shapes world in the BAGEL format.</param>
    /// <param name="record">The file of what it drew, said and learnt elsewhere.</param>
    /// <exception cref="SrumException">A file is missing, unsound or another model's.</exception>
    public static IReadOnlyList<NumberCheck> Of(string modelFolder, string record)
    {
        var recorded = RecordedNumbers.Read(record);
        using var model = (BagelModel)UnifiedModel.Open(modelFolder);
        return [.. KernelChecks.Of(model.Parts), .. ModelChecks.Of(model, recorded)];
    }

    /// <summary>Records what a model draws, says and learns on this machine.</summary>
    /// <param name="modelFolder">A model of the shapes world in the BAGEL format.</param>
    /// <param name="record">The file to write.</param>
    /// <exception cref="SrumException">
    /// A kernel computes wrongly here, or a file is missing or cannot be written.
    /// </exception>
    public static void Record(string modelFolder, string record)
    {
        using var model = (BagelModel)UnifiedModel.Open(modelFolder);
        if (KernelChecks.Of(model.Parts).FirstOrDefault(check => !check.IsRight) is { } wrong)
        {
            throw new SrumException(
                $"This machine computes {wrong.Name} wrongly ({wrong.Worst}): record on another one.");
        }

        ModelChecks.Record(model).Write(record);
    }
}
