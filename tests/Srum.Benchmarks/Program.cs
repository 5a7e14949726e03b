using System.Globalization;
using Srum;
using Srum.Benchmarks;
using Srum.Native;

// How fast a round is, in one table from one run: dotnet run -c Release --project tests/Srum.Benchmarks [MODEL FOLDER]
// With the word alone: one picture and single tokens, where the machine has next to no arithmetic to do.
// With the word janus and a number: what Janus-Pro-1B takes, timed by so many of a picture's codes.
// With --beside-authors CHECKOUT --python PYTHON: their code in turns with ours on the same model, prompts and steps.
try
{
    TorchNatives.Require();
    if (args is ["janus", .. var rest])
    {
        new JanusTable(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 16).Print();
        return 0;
    }

    if (args is ["--beside-authors", var checkout, "--python", var python])
    {
        new BesideAuthors(checkout, python).Print();
        return 0;
    }

    if (args is ["alone"])
    {
        new Table(Table.Data("model")).PrintAlone();
        return 0;
    }

    new Table(args.Length > 0 ? args[0] : Table.Data("model")).Print();
    return 0;
}
catch (SrumException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
