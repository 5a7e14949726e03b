using System.Reflection;
using Spectre.Console.Cli;

namespace Srum.Cli.Parsing;

/// <summary>A command: the words that name it, what runs it, and what help says of it.</summary>
/// <param name="Name">One word, or two with a blank between: <c>kit pack</c>.</param>
/// <param name="Command">The class that runs it.</param>
/// <param name="Description">What it does, in a line.</param>
/// <param name="Examples">Lines as a shell takes them, without the word <c>srum</c>.</param>
internal sealed record CommandEntry(string Name, Type Command, string Description, string[] Examples)
{
    /// <summary>The words of its name.</summary>
    public string[] Words { get; } = Name.Split(' ');

    /// <summary>The class of its settings, whose properties are its flags and texts.</summary>
    public Type Settings { get; } = SettingsOf(Command);

    /// <summary>The flags, those of every command among them.</summary>
    public IReadOnlyList<Flag> Flags { get; } =
    [
        .. from property in SettingsOf(Command).GetProperties()
        let option = property.GetCustomAttribute<CommandOptionAttribute>()
        where option is not null
        select new Flag(property, "--" + option.LongNames[0], option.ValueName, option.IsRequired),
    ];

    /// <summary>What stands without a flag, in order.</summary>
    public IReadOnlyList<(PropertyInfo Property, string Name, bool IsRequired)> Texts { get; } =
    [
        .. from property in SettingsOf(Command).GetProperties()
        let text = property.GetCustomAttribute<CommandArgumentAttribute>()
        where text is not null
        orderby text.Position
        select (property, text.ValueName, text.IsRequired),
    ];

    /// <summary>
    /// Whether the same line, given again after a stop, goes on where it was: what works in a run's folder does.
    /// </summary>
    public bool GoesOn { get; init; } = typeof(RecipeFlags).IsAssignableFrom(SettingsOf(Command));

    /// <summary>How to call it: <c>srum ask PICTURE QUESTION</c>.</summary>
    public string Usage => string.Join(' ',
    [
        "srum", Name, .. Texts.Select(text => text.IsRequired ? text.Name : $"[{text.Name}]"),
        .. Flags.Where(flag => flag.IsRequired).Select(flag => $"{flag.Name} {flag.ValueName}"),
    ]);

    private static Type SettingsOf(Type command)
    {
        for (var type = command; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Command<>))
            {
                return type.GetGenericArguments()[0];
            }
        }

        throw new ArgumentException($"{command} is no command.");
    }
}
