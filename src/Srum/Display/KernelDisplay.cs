using System.Reflection;

namespace Srum.Display;

/// <summary>
/// Shows views in the notebook cell that runs right now. By reflection, because the library references no kernel
/// package.
/// </summary>
internal static class KernelDisplay
{
    /// <summary>Whether a kernel runs a cell on this thread of work.</summary>
    public static bool IsAvailable => Context() is { } context && Display(context.GetType().Assembly) is not null;

    /// <summary>Shows a view.</summary>
    /// <param name="view">The view.</param>
    /// <returns>Replaces what is shown; null where no kernel runs a cell, and nothing is shown.</returns>
    public static Action<IView>? Show(IView view)
    {
        if (Context() is not { } context || Display(context.GetType().Assembly) is not { } display)
        {
            return null;
        }

        // The kernel's own helper display(x) returns a handle with the wrong identity, so its updates reach nobody;
        // KernelInvocationContext.Display is right.
        var displayed = display.Invoke(null, [context, view, Array.Empty<string>()]);
        var update = displayed?.GetType().GetMethod("Update", [typeof(object)]);
        return update is null ? null : next => update.Invoke(displayed, [next]);
    }

    private static object? Context() => AppDomain.CurrentDomain.GetAssemblies()
        .FirstOrDefault(assembly => assembly.GetName().Name == "Microsoft.DotNet.Interactive")?
        .GetType("Microsoft.DotNet.Interactive.KernelInvocationContext")?.GetProperty("Current")?.GetValue(null);

    private static MethodInfo? Display(Assembly kernel) =>
        kernel.GetType("Microsoft.DotNet.Interactive.KernelInvocationContextExtensions")?
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .FirstOrDefault(method => method.Name == "Display" && method.GetParameters().Length == 3);
}
