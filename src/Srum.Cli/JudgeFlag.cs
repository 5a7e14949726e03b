namespace Srum.Cli;

/// <summary>Who judges, as a command line says it: <c>own</c>, <c>truth</c> or <c>endpoint:NAME</c>.</summary>
internal static class JudgeFlag
{
    private const string Elsewhere = "endpoint:";

    /// <summary>What is wrong with a value; null = nothing, or no value.</summary>
    /// <param name="who">The value.</param>
    /// <param name="set">Changes to recipes beside it, none of which may name another judge.</param>
    public static string? Fault(string? who, params IEnumerable<string> set) => who is null ? null
        : who is not ("own" or "truth") && EndpointOf(who) is not { Length: > 0 }
        ? $"--judge must be own, truth or endpoint:NAME, a name in judges.json, not '{who}'."
        : set.FirstOrDefault(change => change.StartsWith("judge.by=", StringComparison.Ordinal)
            || change.StartsWith("judge.name=", StringComparison.Ordinal)) is { } other
        ? $"--judge {who} and --set {other} each name a judge: give one of them." : null;

    /// <summary>What is wrong with a file of endpoints; null = nothing, or no file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="judges">Who judges.</param>
    public static string? FileFault(string? file, params string?[] judges) =>
        file is null || judges.Any(who => EndpointOf(who) is not null)
            ? null : "--judges is a file of endpoints: name a judge endpoint:NAME of it, or leave --judges out.";

    /// <summary>The endpoint's name; null where it is none.</summary>
    public static string? EndpointOf(string? who) =>
        who?.StartsWith(Elsewhere, StringComparison.Ordinal) is true ? who[Elsewhere.Length..] : null;

    /// <summary>The changes to a recipe that make it so; before changes to the judge that they name.</summary>
    /// <param name="who">Who judges; null = as the recipe says.</param>
    /// <param name="file">The file of endpoints; null = as the recipe says.</param>
    public static IEnumerable<string> Changes(string? who, string? file = null) => who is null ? []
        : EndpointOf(who) is not { } name ? [$"judge.by={who}"]
        : ["judge.by=endpoint", $"judge.name={name}", .. file is null ? (string[])[] : [$"judge.file={file}"]];
}
