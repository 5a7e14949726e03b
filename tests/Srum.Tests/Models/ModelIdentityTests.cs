using Srum.Models;

namespace Srum.Tests.Models;

public sealed class ModelIdentityTests
{
    private static readonly string Hash = new('0', 32), Files = Hash + new string('f', 32);

    [Theory]
    [InlineData(ModelPrecision.Fp32)]
    [InlineData(ModelPrecision.Bf16)]
    [InlineData(ModelPrecision.Mixed)]
    public void An_identity_tells_files_and_precision(ModelPrecision precision)
    {
        var identity = ModelIdentity.Of(Files, precision);
        Assert.Equal(precision, ModelIdentity.PrecisionOf(identity));
        Assert.True(ModelIdentity.SameFiles(Files, identity));
        Assert.False(ModelIdentity.SameFiles(Files.Replace('f', 'e'), identity));
        Assert.Equal(precision == ModelPrecision.Fp32, identity == Files);
    }

    [Fact]
    public void What_people_read_is_short_and_keeps_the_precision() =>
        Assert.Equal("00000000-mixed", ModelIdentity.Short(ModelIdentity.Of(Files, ModelPrecision.Mixed), digits: 8));

    [Theory]
    [InlineData("")]
    [InlineData("toy")]
    [InlineData("-mixed")]
    [InlineData("00ff-mixed")]
    public void Other_texts_tell_no_precision(string text) => Assert.Null(ModelIdentity.PrecisionOf(text));

    [Fact]
    public void A_precision_that_does_not_exist_is_none() => Assert.Null(ModelIdentity.PrecisionOf(Files + "-fp8"));
}
