using System.Reflection;
using System.Runtime.CompilerServices;

namespace Srum.Display;

/// <summary>
/// Tells the kernel that loads the library how to show its values (<see cref="View.Of"/>): a picture as a picture, not
/// as its bytes. By reflection, because the library references no kernel package; elsewhere nothing happens.
/// </summary>
internal static class KernelFormatters
{
    private const string Formatting = "Microsoft.DotNet.Interactive.Formatting";

    // The types' own attributes cannot do it: they lie in folders that know nothing of views, and a list has none.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Load()
#pragma warning restore CA2255
    {
        var register = AppDomain.CurrentDomain.GetAssemblies()
            .FirstOrDefault(assembly => assembly.GetName().Name == Formatting)?
            .GetType(Formatting + ".Formatter")?
            .GetMethod(
                "Register", BindingFlags.Public | BindingFlags.Static,
                [typeof(Type), typeof(Action<object, TextWriter>), typeof(string)]);
        if (register is not null)
        {
            Register(View.Types, (type, write) => register.Invoke(null, [type, write, Mime.Html]));
        }
    }

    /// <summary>Registers what shows each type.</summary>
    /// <param name="types">The types.</param>
    /// <param name="register">Takes a type and what writes its HTML.</param>
    internal static void Register(IEnumerable<Type> types, Action<Type, Action<object, TextWriter>> register)
    {
        foreach (var type in types)
        {
            register(type, (value, writer) => writer.Write(View.Of(value) is { } view ? NotebookHtml.Of(view) : ""));
        }
    }
}
