using System.ComponentModel;
using System.Numerics;
using System.Reflection;
using System.Text.RegularExpressions;
using Spectre.Console.Cli;
using Srum.Cli;
using Srum.Cli.Parsing;
using Srum.Notebooks;

namespace Srum.Tests.Cli;

/// <summary>One way of reading every flag of every command.</summary>
public partial class FlagTests
{
    public static TheoryData<string> Commands => [.. CommandTable.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_flag_without_its_value_says_what_it_needs(string name)
    {
        foreach (var (entry, flag, words) in Flags(name, flag => flag.ValueName is not null))
        {
            Refuses(entry, [.. words, flag.Name], $"{flag.Name} needs a value: {flag.Name} {flag.ValueName}");
            Refuses(entry, [flag.Name, "--trace", .. words], $"{flag.Name} needs a value", "'--trace'");
            Refuses(entry, [.. words, flag.Name, "-x.png"], $"{flag.Name}=-x.png");
            Refuses(entry, [.. words, flag.Name, "--", "x"], $"{flag.Name} needs a value");
            Refuses(entry, [.. words, flag.Name + "="], flag.Name, "is empty");
            Refuses(entry, [.. words, flag.Name, ""], flag.Name, "is empty");
            Refuses(entry, [.. words, flag.Name, " \t"], flag.Name, "is empty");
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_switch_takes_no_value_but_true_and_false(string name)
    {
        foreach (var (entry, flag, words) in Flags(name, flag => flag.ValueName is null))
        {
            Refuses(entry, [.. words, flag.Name + "=maybe"], $"{flag.Name} takes no value");
            Refuses(entry, [.. words, flag.Name + "="], $"{flag.Name} takes no value");
            Assert.Equal(true, flag.Property.GetValue(Read(entry, [flag.Name, .. words])));
            Assert.Equal(false, flag.Property.GetValue(Read(entry, [.. words, flag.Name + "=false"])));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_whole_number_is_one_and_is_called_too_large_where_it_is(string name)
    {
        foreach (var (entry, flag, words) in Flags(name, flag => TypeOf(flag).Name is "Int32" or "Int64"))
        {
            Refuses(entry, [.. words, flag.Name, "1.5"], $"{flag.Name} must be a whole number", "'1.5'");
            Refuses(entry, [.. words, flag.Name, "1e3"], $"{flag.Name} must be a whole number", "'1e3'");
            Refuses(entry, [.. words, flag.Name, "many"], $"{flag.Name} must be a number", "'many'");
            Refuses(entry, [.. words, flag.Name, "0x10"], $"{flag.Name} must be a number");
            foreach (var large in ((int[])[63, 64, 65, 200]).Select(power => $"{BigInteger.Pow(2, power)}"))
            {
                Refuses(entry, [.. words, flag.Name, large], $"{flag.Name} must be ", $"{large} is too large");
            }

            Refuses(entry, [.. words, flag.Name, "-1"], $"{flag.Name} must be ", "not -1.");
            Refuses(entry, [.. words, flag.Name, $"{-BigInteger.Pow(2, 64)}"], $"{flag.Name} must be ", "is too small");
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_number_is_finite(string name)
    {
        foreach (var (entry, flag, words) in Flags(name, flag => TypeOf(flag) == typeof(double)))
        {
            foreach (var text in (string[])["NaN", "Infinity", "-Infinity", "1e400", "many", "1,5"])
            {
                Refuses(entry, [.. words, $"{flag.Name}={text}"], flag.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_kind_is_given_by_name(string name)
    {
        foreach (var (entry, flag, words) in Flags(name, flag => TypeOf(flag).IsEnum))
        {
            var kinds = string.Join(", ", Enum.GetNames(TypeOf(flag)).Select(kind => kind.ToLowerInvariant()));
            foreach (var text in (string[])["best", "0", "7", kinds])
            {
                Refuses(entry, [.. words, flag.Name, text], $"{flag.Name} must be {kinds}, not '{text}'.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void What_help_calls_the_default_is_the_default(string name)
    {
        var entry = Entry(name);
        var settings = Activator.CreateInstance(entry.Settings)!;
        Assert.All(entry.Flags, flag =>
        {
            if (flag.Property.GetCustomAttribute<DefaultValueAttribute>() is { } stated)
            {
                Assert.Equal(stated.Value, flag.Property.GetValue(settings));
            }
        });
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Examples_can_be_copied_from_the_help_into_a_shell(string name)
    {
        var entry = Entry(name);
        Assert.NotEmpty(entry.Examples);
        foreach (var example in entry.Examples)
        {
            // Longer ones would be broken by a terminal of 80 columns.
            Assert.InRange($"    srum {example}".Length, 10, 80);
            var words = Shell.Words(example);
            Assert.Same(entry, CommandTable.Find(words));
            Read(entry, words[entry.Name.Split(' ').Length..]);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(words, Shell.SystemWords(example));
            }
        }
    }

    [Fact]
    public void Lines_of_the_documents_are_command_lines()
    {
        string[] files =
        [
            "README.md", "docs/hosts.md", "docs/researchers.md", "docs/workshop.md",
            "src/Srum.Notebooks/Packing/start.md",
        ];
        // A backslash at the end of a line joins it with the next one.
        var text = string.Join('\n', files.SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file))));
        var lines = text.Replace("\\\n", "", StringComparison.Ordinal).Split('\n')
            .SelectMany(line => CommandLines().Matches(line))
            .Select(match => match.Groups["line"].Value.Trim()).ToList();
        Assert.InRange(lines.Count, 20, 200);
        Assert.All(lines, line =>
        {
            var words = Shell.Words(line);
            var entry = CommandTable.Find(words);
            Assert.True(entry is not null, line);
            if (!SettingsReader.AsksForHelp(words))
            {
                Read(entry, words[entry.Name.Split(' ').Length..]);
            }
        });
    }

    [Fact]
    public void Values_and_texts_may_begin_with_a_dash()
    {
        var draw = Entry("draw");
        Assert.Equal("-x.png", Value(draw, "--out", "a prompt", "--out=-x.png"));
        Assert.Equal("a=b.png", Value(draw, "--out", "a prompt", "--out=a=b.png"));
        Assert.Equal("-red circle", Text(draw, "--count", "2", "--", "-red circle"));
        Assert.Equal("--help", Text(draw, "--", "--help"));
        Assert.Equal("--", Text(draw, "--", "--"));
        Assert.Equal("-5 circles", Text(draw, "-5 circles"));
        Refuses(draw, ["-red circle"], "Unknown option 'red circle'", "srum draw -- '-red circle'");
        Refuses(draw, ["a", "--seed", "-5"], "--seed must be at least 0, not -5.");
        Refuses(draw, ["a", "--guidance", "-.5"], "--guidance must be between 0 and 100, not -.5.");
    }

    [Fact]
    public void Of_a_flag_that_is_given_twice_the_last_one_counts() =>
        Assert.Equal("b.png", Value(Entry("draw"), "--out", "--out", "a.png", "a prompt", "--out=b.png"));

    [Fact]
    public void A_flag_that_collects_keeps_every_value() => Assert.Equal(
        (string[])["train.steps=60", "-x"],
        Value(Entry("run"), "--set", "--set", "train.steps=60", "--run", "r", "--set=-x"));

    [Fact]
    public void A_flag_that_must_be_given_is_named() =>
        Refuses(Entry("import"), ["--scored", "a"], "--images is missing", "srum import --scored FILE --images FOLDER");

    [Fact]
    public void A_switch_takes_no_word_of_the_prompt() => Assert.Equal("true", Text(Entry("draw"), "--think", "true"));

    [Fact]
    public void Seeds_do_not_wrap_around()
    {
        var draw = Entry("draw");
        Assert.Equal(long.MaxValue - 4, Value(draw, "--seed", "x", "--count", "4", "--seed", $"{long.MaxValue - 4}"));
        Refuses(
            draw, ["x", "--count", "4", "--seed", $"{long.MaxValue - 3}"],
            $"--seed must be at most {long.MaxValue - 4}");
        Refuses(Entry("pretrain"), ["--seed", $"{long.MaxValue}"], "--seed must be at most");
    }

    [Theory]
    [InlineData("draw a red circle", "'red' is one text too many", "quotation marks")]
    [InlineData("run fast", "'fast' stands without a flag")]
    [InlineData("ask picture.png", "QUESTION is missing", "srum ask PICTURE QUESTION")]
    [InlineData("notebooks foo", "Unknown command 'foo' of 'srum notebooks'", "run, check, export")]
    [InlineData("kit --foo", "Unknown command '--foo' of 'srum kit'", "pack")]
    [InlineData("Draw x", "Unknown command 'Draw'", "draw")]
    public void Words_that_stand_wrongly_are_named(string line, params string[] said)
    {
        var errors = new StringWriter();
        Assert.Equal(2, CommandLine.Run(line.Split(' '), errors, CancellationToken.None));
        Assert.All(said, part => Assert.Contains(part, errors.ToString()));
        Assert.DoesNotContain("__default_command", errors.ToString());
    }

    [Theory]
    [InlineData("draw", "a red circle")]
    [InlineData("it's", "\"quoted\"", "$HOME", "", "*", "a;b", "-x", "new\nline", "back\\slash")]
    public void A_recorded_command_can_be_copied_too(params string[] words)
    {
        Assert.Equal(words, Shell.Words(ShellWords.Join(words)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(words, Shell.SystemWords(ShellWords.Join(words)));
        }
    }

    [Fact]
    public void The_next_command_has_the_run_the_recipe_and_the_model_of_this_one()
    {
        var flags = (OneRecipeFlags)Read(
            Entry("rollout"), "--run", "my runs/a", "--recipe", "sft", "--set", "train.steps=2", "--set", "rounds=1",
            "--model", "trained", "--base", "whole", "--device", "cuda");
        const string Same = "--run 'my runs/a' --recipe sft --set train.steps=2 --set rounds=1";
        Assert.Equal($"srum judge {Same} --model trained --base whole --device cuda", flags.Next("judge"));
        Assert.Equal(
            $"srum eval {Same} --model models/sft-0 --name sft-0 --device cuda",
            flags.Next("eval", "--model", "models/sft-0", "--name", "sft-0"));
        Assert.Equal("srum judge --run runs/round", new OneRecipeFlags().Next("judge"));
    }

    private static CommandEntry Entry(string name) => CommandTable.All.Single(entry => entry.Name == name);

    // With the texts that the command needs.
    private static IEnumerable<(CommandEntry Entry, Flag Flag, string[] Needed)> Flags(
        string name, Func<Flag, bool> which)
    {
        var entry = Entry(name);
        string[] needed =
        [
            .. entry.Texts.Where(text => text.IsRequired).Select(_ => "x"),
            .. entry.Flags.Where(flag => flag.IsRequired).SelectMany(flag => (string[])[flag.Name, "x"]),
            .. name == "export" ? ["--run", "x"] : (string[])[], // one of several, by its own rule
        ];
        return entry.Flags.Where(which).Select(flag => (entry, flag, needed));
    }

    private static Type TypeOf(Flag flag) =>
        Nullable.GetUnderlyingType(flag.Property.PropertyType) ?? flag.Property.PropertyType;

    private static CommandSettings Read(CommandEntry entry, params string[] words) => SettingsReader.Read(entry, words);

    private static object? Value(CommandEntry entry, string flag, params string[] words) =>
        entry.Flags.Single(own => own.Name == flag).Property.GetValue(Read(entry, words));

    private static object? Text(CommandEntry entry, params string[] words) =>
        entry.Texts[0].Property.GetValue(Read(entry, words));

    private static void Refuses(CommandEntry entry, string[] words, params string[] said)
    {
        var message = Assert.Throws<UsageException>(() => Read(entry, words)).Message;
        Assert.All(said, part => Assert.Contains(part, message));
    }

    [GeneratedRegex("""^(\./)?srum (?<line>[^`]*)|`(\./)?srum (?<line>[^`]*)`""")]
    private static partial Regex CommandLines();
}
