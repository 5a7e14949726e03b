using Spectre.Console.Cli;
using Srum.Cli.Parsing;
using Srum.Native;
using Srum.Recipes;

namespace Srum.Cli;

/// <summary>
/// The command <c>srum</c>: finds what a line asks for and does it, and says what a person sees when it fails. Exit
/// codes: 0 done, 1 a failure (its message on stderr), 2 a wrong command line, 130 stopped by Ctrl-C.
/// </summary>
public static class CommandLine
{
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
            return WithoutCommand(arguments);
        }

        string[] words = [.. arguments.Skip(entry.Words.Length)];
        if (SettingsReader.AsksForHelp(words))
        {
            return Show([.. entry.Words, "--help"]);
        }

        var settings = SettingsReader.Read(entry, words);
        var command = (ICommand)Activator.CreateInstance(entry.Command)!;
        var context = new CommandContext(arguments, new Nothing(), entry.Name, null);
        return command.ExecuteAsync(context, settings, cancel).GetAwaiter().GetResult();
    }

    private static int WithoutCommand(IReadOnlyList<string> arguments)
    {
        var first = arguments.FirstOrDefault();
        if (first is not null && CommandTable.IsBranch(first))
        {
            return arguments.Count == 1 ? Show(first, "--help") + 2
                : SettingsReader.AsksForHelp(arguments) ? Show(first, "--help")
                : throw Unknown($"command '{arguments[1]}' of 'srum {first}'", first + " ");
        }

        return first switch
        {
            null or "--help" or "-h" or "-?" => Show("--help"),
            "--version" or "-v" => Show("--version"),
            ['-', ..] => throw Unknown($"option '{first.TrimStart('-')}'", ""),
            _ => throw Unknown($"command '{first}'", ""),
        };
    }

    private static UsageException Unknown(string what, string branch)
    {
        var names = CommandTable.All.Where(entry => entry.Name.StartsWith(branch, StringComparison.Ordinal))
            .Select(entry => entry.Name[branch.Length..].Split(' ')[0]).Distinct();
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

    private static int Explain(
        Exception failure, Exception whole, IReadOnlyList<string> arguments, TextWriter errors)
    {
        var isUsage = failure is UsageException or RecipeException { IsRequest: true };
        switch (failure)
        {
            case OperationCanceledException:
                errors.WriteLine(CommandTable.Find(arguments) is { GoesOn: true }
                    ? "Stopped. Nothing that was finished is lost: the same command goes on from there."
                    : "Stopped. The same command begins anew.");
                return 130;
            case Exception when isUsage:
                var named = CommandTable.Find(arguments)?.Name + " ";
                errors.WriteLine(failure.Message);
                errors.WriteLine($"See: srum {named.TrimStart()}--help");
                break;
            case SrumException:
                errors.WriteLine(failure.Message);
                break;
            case IOException or UnauthorizedAccessException:
                errors.WriteLine(
                    $"{failure.Message} Check the path, its permissions and the space left; "
                    + "then run the same command again.");
                break;
            case Exception when NativeFailure.Words(failure) is { } words:
                errors.WriteLine(words);
                errors.WriteLine("Run it again with --trace to see where.");
                break;
            default:
                errors.WriteLine(
                    $"srum failed in a way that it should not: {failure.GetType().Name}: {failure.Message}");
                errors.WriteLine("Run it again with --trace to see where.");
                break;
        }

        if (arguments.Contains("--trace"))
        {
            errors.WriteLine(whole);
        }

        return isUsage ? 2 : 1;
    }

    // What a static constructor threw comes wrapped; the person wants the message inside.
    private static Exception Innermost(Exception failure)
    {
        if (failure is SrumException or UsageException || failure.InnerException is null)
        {
            return failure;
        }

        var inner = Innermost(failure.InnerException);
        return inner is SrumException or UsageException or OperationCanceledException ? inner : failure;
    }

    // A word -- is no gate to Spectre's leftover arguments here: texts follow it.
    private sealed class Nothing : IRemainingArguments
    {
        public ILookup<string, string?> Parsed { get; } = Array.Empty<string?>().ToLookup(text => text!);

        public IReadOnlyList<string> Raw => [];
    }
}
