namespace Srum.Tests.Notebooks.Export;

/// <summary>What a prompt or a judge's reply may hold, since anybody may write one.</summary>
internal static class HostileText
{
    public static readonly string[] All =
    [
        "</script><script>document.title='hurt'</script>",
        "\"><img src=x onerror=\"document.title='hurt'\">",
        "' onload='document.title=1' x='",
        "<svg onload=document.title='hurt'><b>",
        "</code></pre></details></main><iframe src=//example.org>",
        "\u202Ebackwards\u202C e\u0301\u0327\u0334 \uD83D\uDE00 \u0000",
    ];
}
