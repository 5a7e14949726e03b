using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Srum.Tests.Endpoints;

/// <summary>A request that was received.</summary>
/// <param name="Head">Its first line and headers.</param>
/// <param name="Body">Its body.</param>
internal sealed record ChatRequest(string Head, JsonElement Body)
{
    /// <summary>The words of the question.</summary>
    public string Text => Parts.Single(part => part.GetProperty("type").GetString() == "text").GetProperty("text")
        .GetString()!;

    /// <summary>The address of the picture.</summary>
    public string Picture => Parts.Single(part => part.GetProperty("type").GetString() == "image_url")
        .GetProperty("image_url").GetProperty("url").GetString()!;

    /// <summary>What is asked about: <c>regions</c>, <c>layout</c> or <c>sample</c>.</summary>
    public string About => Text.Contains("regions. Their corners") ? "regions"
        : Text.Contains("layout and composition") ? "layout" : "sample";

    private IEnumerable<JsonElement> Parts => Body.GetProperty("messages").EnumerateArray().Last()
        .GetProperty("content").EnumerateArray();
}
