using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Srum.Notebooks;

namespace Srum.Tests.Notebooks;

/// <summary>A notebook of a few code cells, in the form that lessons have.</summary>
internal static class SmallNotebook
{
    public static Notebook Of(params string[] sources) => Of([.. sources.Select(source => Code(source))]);

    public static Notebook Of(params JsonObject[] cells) => Parse(Json(cells));

    public static Notebook Parse(JsonObject json) =>
        Notebook.Parse(
            Path.Combine(Path.GetTempPath(), "small.ipynb"),
            Encoding.UTF8.GetBytes(
                json.ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 1, NewLine = "\n" })
                    + "\n"));

    public static JsonObject Code(string source, params string[] tags)
    {
        var metadata = new JsonObject
        {
            ["dotnet_interactive"] = new JsonObject { ["language"] = "csharp" },
            ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "csharp" },
        };
        if (tags.Length > 0)
        {
            metadata["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
        }

        return new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["metadata"] = metadata,
            ["outputs"] = new JsonArray(),
            ["source"] = new JsonArray([
                .. source.Split('\n')
                    .Select((line, i) => JsonValue.Create(i < source.Count(c => c == '\n') ? line + "\n" : line)),
            ]),
        };
    }

    public static JsonObject Prose(string source) => new()
    {
        ["cell_type"] = "markdown",
        ["metadata"] = new JsonObject(),
        ["source"] = new JsonArray(JsonValue.Create(source)),
    };

    public static JsonObject Json(params JsonObject[] cells) => new()
    {
        ["cells"] = new JsonArray([.. cells]),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] =
                new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
            ["language_info"] = new JsonObject { ["name"] = "C#" },
            ["polyglot_notebook"] = new JsonObject
            {
                ["kernelInfo"] = new JsonObject
                {
                    ["defaultKernelName"] = "csharp",
                    ["items"] = new JsonArray(new JsonObject { ["aliases"] = new JsonArray(), ["name"] = "csharp" }),
                },
            },
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 4,
    };
}
