
namespace Srum.Files;

/// <summary>What a name of the file system stands for.</summary>
internal enum FileKind
{
    /// <summary>A plain file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>What takes bytes as they come: a terminal, <c>/dev/null</c>, a pipe.</summary>
    Stream,

    /// <summary>What nobody means to write a file to: a disk, a socket.</summary>
    Other,
}
