using Spectre.Console.Cli;
using Srum.Cli.Parsing;

namespace Srum.Cli;

/// <summary>
/// The command <c>srum</c>: finds what a line asks for and does it, and says what a person sees when it fails. Exit
/// codes: 0 done, 1 a failure (its message on stderr), 2 a wrong command line, 130 stopped by Ctrl-C.
/// </summary>
public static class CommandLine
{
    private static readonly ILookup<string, string?> NoFlags = Array.Empty<string>().ToLookup(name => name, _ => (string?)null);

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The words after <c>srum</c>.</param>
    /// <param name="errors">Where failures are told.</param>
    /// <param name="cancel">Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter errors, CancellationToken cancel)
    {
        try
        {
            return Execute(arguments, cancel);
        }
        catch (Exception failure)
        {
            return Explain(Innermost(failure), failure, arguments, errors);
        }
    }

    private static int Execute(IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        if (CommandTable.Find(arguments) is not { } entry)
        {
            return arguments.FirstOrDefault() switch
            {
                null or "--help" or "-h" or "-?" => Show("--help"),
                "--version" or "-v" => Show("--version"),
                var branch when CommandTable.IsBranch(branch) && arguments.Count == 1 => Show(branch, "--help") + 1,
                var branch when CommandTable.IsBranch(branch) && SettingsReader.AsksForHelp(arguments) => Show(branch, "--help"),
                var branch when CommandTable.IsBranch(branch) => throw Unknown($"command '{arguments[1]}' of 'srum {branch}'", branch + " "),
                var word when word.StartsWith('-') => throw Unknown($"option '{word.TrimStart('-')}'", ""),
                var word => throw Unknown($"command '{word}'", ""),
            };
        }

        string[] name = entry.Name.Split(' ');
        string[] words = [.. arguments.Skip(name.Length)];
        if (SettingsReader.AsksForHelp(words))
        {
            return Show([.. name, "--help"]);
        }

        var settings = SettingsReader.Read(entry, words);
        var command = (ICommand)Activator.CreateInstance(entry.Command)!;
        return command.ExecuteAsync(new CommandContext(arguments, new Nothing(), entry.Name, null), settings, cancel).GetAwaiter().GetResult();
    }

    private static UsageException Unknown(string what, string branch)
    {
        var names = CommandTable.All.Select(entry => entry.Name).Where(name => name.StartsWith(branch, StringComparison.Ordinal))
            .Select(name => name[branch.Length..].Split(' ')[0]).Distinct();
        return new UsageException($"Unknown {what}. There are: {string.Join(", ", names)}.");
    }

    private static int Show(params string[] words)
    {
        var app = new CommandApp();
        app.Configure(config =>
        {
            config.SetApplicationName("srum");
            config.SetApplicationCulture(System.Globalization.CultureInfo.InvariantCulture);
            config.PropagateExceptions();
            config.UseAssemblyInformationalVersion();
            CommandTable.Register(config);
        });
        return app.Run(words);
    }

    private static int Explain(Exception failure, Exception whole, IReadOnlyList<string> arguments, TextWriter errors)
    {
        switch (failure)
        {
            case OperationCanceledException:
                errors.WriteLine("Stopped. Nothing that was finished is lost: the same command goes on from there.");
                return 130;
            case UsageException:
                errors.WriteLine(failure.Message);
                errors.WriteLine($"See: srum {(CommandTable.Find(arguments) is { } entry ? entry.Name + " " : "")}--help");
                break;
            case SrumException:
                errors.WriteLine(failure.Message);
                break;
            case IOException or UnauthorizedAccessException:
                errors.WriteLine($"{failure.Message} Check the path, its permissions and the space left; then run the same command again.");
                break;
            default:
                errors.WriteLine($"srum failed in a way that it should not: {failure.GetType().Name}: {failure.Message}");
                errors.WriteLine("Run it again with --trace to see where.");
                break;
        }

        if (arguments.Contains("--trace"))
        {
            errors.WriteLine(whole);
        }

        return failure is UsageException ? 2 : 1;
    }

    // What a static constructor threw comes wrapped; the person wants the message inside.
    private static Exception Innermost(Exception failure) =>
        failure is SrumException or UsageException || failure.InnerException is null
            ? failure
            : Innermost(failure.InnerException) is (SrumException or UsageException or OperationCanceledException) and var inner ? inner : failure;

    private sealed class Nothing : IRemainingArguments
    {
        public ILookup<string, string?> Parsed => NoFlags;

        public IReadOnlyList<string> Raw => [];
    }
}
