using System.Buffers.Binary;
using Google.Protobuf;

namespace Srum.Tests.Regions.Sam;

/// <summary>Writes small ONNX models, field by field of the ONNX protobuf schema (onnx.proto, IR version 8).</summary>
internal sealed class OnnxWriter
{
    private const int Float = 1;

    private readonly List<byte[]> nodes = [];
    private readonly List<byte[]> constants = [];
    private readonly List<byte[]> inputs = [];
    private readonly List<byte[]> outputs = [];

    /// <summary>An input; a dimension of 0 is free.</summary>
    public OnnxWriter Input(string name, int[] shape, int type = Float)
    {
        inputs.Add(Value(name, shape, type));
        return this;
    }

    /// <summary>An output; a dimension of 0 is free.</summary>
    public OnnxWriter Output(string name, params int[] shape)
    {
        outputs.Add(Value(name, shape, Float));
        return this;
    }

    /// <summary>A constant.</summary>
    public OnnxWriter Constant(string name, int[] shape, params float[] values)
    {
        var raw = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * 4), values[i]);
        }

        constants.Add(Tensor(name, shape, Float, raw));
        return this;
    }

    /// <summary>A constant of whole numbers.</summary>
    public OnnxWriter Whole(string name, params long[] values)
    {
        var raw = new byte[values.Length * 8];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(i * 8), values[i]);
        }

        constants.Add(Tensor(name, [values.Length], type: 7, raw));
        return this;
    }

    /// <summary>An operation.</summary>
    public OnnxWriter Node(string operation, string[] from, string to, params (string Name, long Value)[] settings)
    {
        nodes.Add(Message(output =>
        {
            Array.ForEach(from, name => Text(output, 1, name));
            Text(output, 2, to);
            Text(output, 4, operation);
            foreach (var (name, value) in settings)
            {
                Part(output, 5, Message(attribute =>
                {
                    Text(attribute, 1, name);
                    Number(attribute, 3, value);
                    Number(attribute, 20, 2);
                }));
            }
        }));
        return this;
    }

    /// <summary>Writes the model.</summary>
    public string Save(string path)
    {
        var graph = Message(output =>
        {
            nodes.ForEach(node => Part(output, 1, node));
            Text(output, 2, "graph");
            constants.ForEach(constant => Part(output, 5, constant));
            inputs.ForEach(input => Part(output, 11, input));
            outputs.ForEach(given => Part(output, 12, given));
        });
        File.WriteAllBytes(path, Message(output =>
        {
            Number(output, 1, 8);
            Part(output, 7, graph);
            Part(output, 8, Message(set => Number(set, 2, 17)));
        }));
        return path;
    }

    private static byte[] Value(string name, int[] shape, int type) => Message(output =>
    {
        Text(output, 1, name);
        Part(output, 2, Message(whole => Part(whole, 1, Message(tensor =>
        {
            Number(tensor, 1, type);
            Part(tensor, 2, Message(dimensions =>
            {
                foreach (var length in shape)
                {
                    Part(dimensions, 1, Message(dimension =>
                    {
                        if (length > 0)
                        {
                            Number(dimension, 1, length);
                        }
                        else
                        {
                            Text(dimension, 2, "free");
                        }
                    }));
                }
            }));
        }))));
    });

    private static byte[] Tensor(string name, int[] shape, int type, byte[] raw) => Message(output =>
    {
        foreach (var length in shape)
        {
            Number(output, 1, length);
        }

        Number(output, 2, type);
        Text(output, 8, name);
        Part(output, 9, raw);
    });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            write(output);
        }

        return bytes.ToArray();
    }

    private static void Number(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void Text(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void Part(CodedOutputStream output, int field, byte[] part)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(part));
    }
}
