using System.Text.Json;
using Srum.Models;
using Srum.Runs;

namespace Srum.Tests.Models;

public sealed class DrawSettingsTests
{
    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(0.5, 1, 1)]
    [InlineData(4, 1, 2)]
    [InlineData(4, 1.5, 3)]
    public void Image_guidance_acts_only_where_text_guidance_does(double text, double image, int rows)
    {
        var settings = new DrawSettings { TextGuidance = text, ImageGuidance = image };
        Assert.Equal(rows, settings.GuidedRows);
        Assert.Equal(rows > 1, settings.IsGuided);
        Assert.Equal(rows > 1, settings.Guides(1));
    }

    [Fact]
    public void Guidance_acts_above_its_start_and_up_to_its_end()
    {
        var settings = new DrawSettings { GuidanceStart = 0.4, GuidanceEnd = 0.9 };
        float[] times = [0.4f, 0.41f, 0.9f, 0.91f];
        Assert.Equal([false, true, true, false], times.Select(settings.Guides));
    }

    [Fact]
    public void A_choice_is_recorded_by_its_name_and_read_by_nothing_else()
    {
        var settings = new DrawSettings { Renorm = GuidanceRenorm.TextChannel };
        var json = JsonSerializer.Serialize(settings, RecordFormat.Line);
        Assert.Equal(settings, JsonSerializer.Deserialize<DrawSettings>(json, RecordFormat.Line));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DrawSettings>(
            json.Replace("\"text-channel\"", "9"), RecordFormat.Line));
    }

    [Fact]
    public void What_follows_from_settings_is_not_recorded()
    {
        var json = JsonSerializer.Serialize(new DrawSettings(), RecordFormat.Line);
        Assert.Contains("textGuidance", json);
        Assert.DoesNotContain("uided", json);
    }
}
