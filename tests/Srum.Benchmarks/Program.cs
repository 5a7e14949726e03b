using Srum;
using Srum.Benchmarks;
using Srum.Native;

// How fast a round is, in one table from one run: dotnet run -c Release --project tests/Srum.Benchmarks [MODEL FOLDER]
try
{
    TorchNatives.Require();
    new Table(args.Length > 0 ? args[0] : Table.Data("model")).Print();
    return 0;
}
catch (SrumException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
