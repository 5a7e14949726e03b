using Srum.Cli.Doctor;

namespace Srum.Tests.Cli;

/// <summary>What a machine and its containers tell, as files in folders that stand for Linux' own.</summary>
public sealed class UsableMemoryTests : IDisposable
{
    private const long Gibi = 1L << 30;

    private readonly TemporaryFolder folder = new();

    public UsableMemoryTests() => folder.Write("proc/meminfo", "MemFree:        1024 kB\nMemTotal:       8388608 kB\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_a_container_it_is_the_machines() => Assert.Equal(8 * Gibi, Found());

    [Theory]
    [InlineData("groups/memory.max", "2147483648", 2)]
    [InlineData("groups/memory.max", "max", 8)]
    [InlineData("groups/memory.max", "17179869184", 8)]
    [InlineData("groups/memory.max", "", 8)]
    [InlineData("groups/memory/memory.limit_in_bytes", "2147483648", 2)]
    [InlineData("groups/memory/memory.limit_in_bytes", "9223372036854771712", 8)]
    public void In_a_container_it_is_the_whole_limit(string file, string limit, long gibi)
    {
        folder.Write(file, limit + "\n");

        Assert.Equal(gibi * Gibi, Found());
    }

    [Theory]
    [InlineData("0::/user/job", "groups/user/memory.max", 3)]
    [InlineData("0::/user/job", "groups/user/job/memory.max", 3)]
    [InlineData("0::/user/job", "groups/other/memory.max", 8)]
    [InlineData("0::/", "groups/memory.max", 3)]
    [InlineData("9:cpu:/user\n8:memory:/user", "groups/memory/user/memory.limit_in_bytes", 3)]
    [InlineData("9:cpu:/user\n8:memory:/", "groups/memory/user/memory.limit_in_bytes", 8)]
    public void A_limit_of_the_processs_own_group_or_of_one_above_it_counts(string own, string file, long gibi)
    {
        folder.Write("proc/self/cgroup", own + "\n");
        folder.Write(file, (3 * Gibi) + "\n");

        Assert.Equal(gibi * Gibi, Found());
    }

    [Fact]
    public void Where_nothing_is_told_nothing_is_known() =>
        Assert.Null(UsableMemory.OfLinux(folder.File("none"), folder.File("none")));

    [Fact]
    public void This_machine_has_some() => Assert.InRange(UsableMemory.Bytes(), 1, long.MaxValue);

    private long? Found() => UsableMemory.OfLinux(folder.File("groups"), folder.File("proc"));
}
