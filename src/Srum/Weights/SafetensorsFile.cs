using System.IO.MemoryMappedFiles;
using Srum.Files;
using static TorchSharp.torch;

namespace Srum.Weights;

/// <summary>
/// A safetensors file, mapped into memory: opening reads the header alone, a tensor's bytes are read when it is asked
/// for. The file must not shrink while it is open. May be read from several threads.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly SafetensorsHeader header;
    private readonly Dictionary<string, TensorEntry> entries;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* bytes;
    private bool disposed;

    private SafetensorsFile(string path, FileStream file)
    {
        Path = path;
        header = SafetensorsHeader.Read(path, file);
        entries = header.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
        map = MemoryMappedFile.CreateFromFile(
            file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref bytes);
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<TensorEntry> Entries => header.Entries;

    /// <summary>The names in the order of their bytes.</summary>
    public IEnumerable<string> Names => header.Entries.Select(e => e.Name);

    /// <summary>The free texts of the file; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SrumException">It is missing, unreadable, of another format or unsound.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
            return new SafetensorsFile(path, file);
        }
        catch (Exception failure)
        {
            file?.Dispose();
            if (failure is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new SrumException(
                    $"Cannot read the weights '{path}': "
                    + $"{OptionalFile.WhyAbsent(path) ?? failure.Message.TrimEnd('.')}. "
                    + "Give the path of a safetensors file.",
                    failure);
            }

            throw;
        }
    }

    /// <summary>Whether the file has a tensor of that name.</summary>
    /// <param name="name">The name, exactly.</param>
    public bool Contains(string name) => entries.ContainsKey(name);

    /// <summary>What the header says of a tensor.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <exception cref="SrumException">The file has no such tensor.</exception>
    public TensorEntry Entry(string name) => entries.TryGetValue(name, out var entry)
        ? entry
        : throw new SrumException($"'{Path}' has no tensor '{name}'. 'srum inspect' lists those it has.");

    /// <summary>A copy of a tensor on the CPU, in the file's element type.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <exception cref="SrumException">There is no such tensor, or torch has no such element type.</exception>
    public Tensor Read(string name)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var entry = Entry(name);
        var type = TypeOf(entry);
        var stored = type == ScalarType.Bool ? ScalarType.Byte : type;
        var tensor = empty([.. entry.Shape], stored);
        Copy(entry, tensor);
        if (type == stored)
        {
            return tensor;
        }

        // A byte other than 0 and 1 inside a bool tensor would be undefined behaviour: bytes become truth here.
        using (tensor)
        {
            return tensor.to(type);
        }
    }

    /// <summary>A copy of a tensor on the CPU, converted.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <param name="type">The element type wanted.</param>
    /// <exception cref="SrumException">There is no such tensor, or torch has no such element type.</exception>
    public Tensor Read(string name, ScalarType type)
    {
        var tensor = Read(name);
        if (tensor.dtype == type)
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.to(type);
        }
    }

    /// <summary>The bytes of a tensor as they stand in the file (little endian), without a copy.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <remarks>Valid until the file is disposed. For tensors below 2 GiB.</remarks>
    /// <exception cref="SrumException">There is no such tensor.</exception>
    internal ReadOnlySpan<byte> Bytes(string name)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var entry = Entry(name);
        return new ReadOnlySpan<byte>(bytes + entry.Start, checked((int)entry.Length));
    }

    /// <summary>Closes the file. Tensors that were read stay.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            map.Dispose();
        }
    }

    private ScalarType TypeOf(TensorEntry entry) => entry.Dtype switch
    {
        "BOOL" => ScalarType.Bool,
        "U8" => ScalarType.Byte,
        "I8" => ScalarType.Int8,
        "I16" => ScalarType.Int16,
        "I32" => ScalarType.Int32,
        "I64" => ScalarType.Int64,
        "F16" => ScalarType.Float16,
        "BF16" => ScalarType.BFloat16,
        "F32" => ScalarType.Float32,
        "F64" => ScalarType.Float64,
        _ => throw new SrumException(
            $"'{Path}': tensor '{entry.Name}' is {entry.Dtype}, a type that cannot be computed with here. "
            + "Export it as BF16, F16 or F32."),
    };

    private void Copy(TensorEntry entry, Tensor tensor)
    {
        if (entry.Length == 0)
        {
            return;
        }

        // A span counts to 2³¹ bytes, so a bigger tensor goes over in pieces.
        const long piece = 1L << 27;
        var elementSize = SafetensorsHeader.ElementSize(entry.Dtype);
        using var flat = tensor.view(-1);
        for (long first = 0, count = entry.Length / elementSize; first < count; first += piece)
        {
            var size = Math.Min(piece, count - first);
            using var part = flat.narrow(0, first, size);
            new ReadOnlySpan<byte>(bytes + entry.Start + (first * elementSize), (int)(size * elementSize)).CopyTo(
                part.bytes);
        }
    }
}
